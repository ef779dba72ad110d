import { TeamList } from "@/lib/client/contract/admin";
import { listTeams as list } from "@/lib/services/team/list";
import { operation } from "../../operation";

export const listTeams = operation({
  id: "listTeams",
  method: "GET",
  path: "/teams",
  summary: "The teams within the reader's scope.",
  action: "teams.read",
  output: TeamList,
  handler: ({ actor }) => list(actor),
});
