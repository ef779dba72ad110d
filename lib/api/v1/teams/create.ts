import { TeamAdmin, TeamCreate } from "@/lib/client/contract/admin";
import { createTeam as create } from "@/lib/services/team/create";
import { teamMembers } from "@/lib/services/team/members";
import { operation } from "../../operation";
import { created } from "../../reply";

export const createTeam = operation({
  id: "createTeam",
  method: "POST",
  path: "/teams",
  summary: "Add a team.",
  action: "teams.manage",
  input: { body: TeamCreate },
  output: TeamAdmin,
  statuses: [201],
  handler: async ({ actor, input }) => {
    const { slug } = await create(actor, input.body);
    return created(await teamMembers(actor, slug), `/api/v1/teams/${slug}`);
  },
});
