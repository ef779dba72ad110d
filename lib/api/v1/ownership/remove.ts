import { IdParam } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { removeRule } from "@/lib/services/ownership/remove";
import { operation } from "../../operation";

export const removeOwnershipRule = operation({
  id: "removeOwnershipRule",
  method: "DELETE",
  path: "/ownership/{id}",
  summary: "Remove an ownership rule.",
  action: "ownership.write",
  input: { params: IdParam },
  output: Done,
  handler: async ({ actor, input }) => {
    await removeRule(actor, input.params.id);
    return { done: true as const };
  },
});
