import { IdParam } from "@/lib/client/contract/admin";
import { RetryDone } from "@/lib/client/contract/integration";
import { retryDeliveries } from "@/lib/services/integration/deliveries";
import { operation } from "../../operation";

export const retryIntegration = operation({
  id: "retryIntegration",
  method: "POST",
  path: "/integrations/{id}/retry",
  summary: "Try at once what waits, and once more what was given up.",
  action: "integrations.manage",
  input: { params: IdParam },
  output: RetryDone,
  handler: async ({ actor, input }) => ({ retried: await retryDeliveries(actor, input.params.id) }),
});
