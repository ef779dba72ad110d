import { IdParam } from "@/lib/client/contract/admin";
import { IntegrationMade, IntegrationUpdate } from "@/lib/client/contract/integration";
import { updateIntegration as update } from "@/lib/services/integration/update";
import { operation } from "../../operation";

export const updateIntegration = operation({
  id: "updateIntegration",
  method: "PATCH",
  path: "/integrations/{id}",
  summary: "Change an integration, switch it off or on, or make a new key.",
  action: "integrations.manage",
  input: { params: IdParam, body: IntegrationUpdate },
  output: IntegrationMade,
  handler: ({ actor, input }) => update(actor, input.params.id, input.body),
});
