import { IdParam } from "@/lib/client/contract/admin";
import { DeliveryList } from "@/lib/client/contract/integration";
import { listDeliveries as list } from "@/lib/services/integration/deliveries";
import { operation } from "../../operation";

export const listDeliveries = operation({
  id: "listDeliveries",
  method: "GET",
  path: "/integrations/{id}/deliveries",
  summary: "What was sent by it, waits, or was given up: the latest hundred, what is not delivered first.",
  action: "integrations.manage",
  input: { params: IdParam },
  output: DeliveryList,
  handler: async ({ actor, input }) => ({ items: await list(actor, input.params.id) }),
});
