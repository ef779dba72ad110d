import { IntegrationCreate, IntegrationMade } from "@/lib/client/contract/integration";
import { createIntegration as create } from "@/lib/services/integration/create";
import { operation } from "../../operation";
import { created } from "../../reply";

export const createIntegration = operation({
  id: "createIntegration",
  method: "POST",
  path: "/integrations",
  summary: "Add a mail server, an endpoint or a tracker. The answer is the only time that its key is shown.",
  action: "integrations.manage",
  input: { body: IntegrationCreate },
  output: IntegrationMade,
  statuses: [201],
  handler: async ({ actor, input }) => created(await create(actor, input.body)),
});
