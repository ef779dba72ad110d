import { SlugParam } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { removeTeam as remove } from "@/lib/services/team/remove";
import { operation } from "../../operation";

export const removeTeam = operation({
  id: "removeTeam",
  method: "DELETE",
  path: "/teams/{slug}",
  summary: "Remove a team; what it owned goes to whom the other ownership rules name.",
  action: "teams.manage",
  input: { params: SlugParam },
  output: Done,
  handler: async ({ actor, input }) => {
    await remove(actor, input.params.slug);
    return { done: true as const };
  },
});
