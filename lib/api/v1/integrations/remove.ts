import { IdParam } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { removeIntegration as remove } from "@/lib/services/integration/remove";
import { operation } from "../../operation";

export const removeIntegration = operation({
  id: "removeIntegration",
  method: "DELETE",
  path: "/integrations/{id}",
  summary: "Remove an integration with its rules and what waits for it.",
  action: "integrations.manage",
  input: { params: IdParam },
  output: Done,
  handler: async ({ actor, input }) => {
    await remove(actor, input.params.id);
    return { done: true as const };
  },
});
