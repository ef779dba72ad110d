import { SlugParam, TeamAdmin, TeamUpdate } from "@/lib/client/contract/admin";
import { teamMembers } from "@/lib/services/team/members";
import { renameTeam } from "@/lib/services/team/update";
import { operation } from "../../operation";

export const updateTeam = operation({
  id: "updateTeam",
  method: "PATCH",
  path: "/teams/{slug}",
  summary: "Rename a team.",
  action: "teams.manage",
  input: { params: SlugParam, body: TeamUpdate },
  output: TeamAdmin,
  handler: async ({ actor, input }) => {
    await renameTeam(actor, input.params.slug, input.body.name);
    return teamMembers(actor, input.params.slug);
  },
});
