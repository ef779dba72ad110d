import { MemberAdd, SlugParam, TeamAdmin } from "@/lib/client/contract/admin";
import { teamMembers } from "@/lib/services/team/members";
import { setMember } from "@/lib/services/team/set-member";
import { operation } from "../../operation";

export const setTeamMember = operation({
  id: "setTeamMember",
  method: "PUT",
  path: "/teams/{slug}/members",
  summary: "Add a person to a team, or change whether they lead it.",
  action: "members.manage",
  input: { params: SlugParam, body: MemberAdd },
  output: TeamAdmin,
  handler: async ({ actor, input }) => {
    await setMember(actor, input.params.slug, input.body);
    return teamMembers(actor, input.params.slug);
  },
});
