import { MemberParams } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { removeMember } from "@/lib/services/team/remove-member";
import { operation } from "../../operation";

export const removeTeamMember = operation({
  id: "removeTeamMember",
  method: "DELETE",
  path: "/teams/{slug}/members/{userId}",
  summary: "Take a person out of a team.",
  action: "members.manage",
  input: { params: MemberParams },
  output: Done,
  handler: async ({ actor, input }) => {
    await removeMember(actor, input.params.slug, input.params.userId);
    return { done: true as const };
  },
});
