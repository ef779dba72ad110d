import { SlugParam, TeamAdmin } from "@/lib/client/contract/admin";
import { teamMembers } from "@/lib/services/team/members";
import { operation } from "../../operation";

export const listTeamMembers = operation({
  id: "listTeamMembers",
  method: "GET",
  path: "/teams/{slug}/members",
  summary: "Who belongs to a team.",
  action: "teams.read",
  input: { params: SlugParam },
  output: TeamAdmin,
  handler: ({ actor, input }) => teamMembers(actor, input.params.slug),
});
