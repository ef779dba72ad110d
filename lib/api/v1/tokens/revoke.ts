import { IdParam } from "@/lib/client/contract/admin";
import { Done } from "@/lib/client/contract/session";
import { revokeToken as revoke } from "@/lib/services/token/revoke";
import { operation } from "../../operation";

export const revokeToken = operation({
  id: "revokeToken",
  method: "DELETE",
  path: "/tokens/{id}",
  summary: "End a token, at once.",
  action: "tokens.manage",
  input: { params: IdParam },
  output: Done,
  handler: async ({ actor, input }) => {
    await revoke(actor, input.params.id);
    return { done: true as const };
  },
});
