import { IntegrationList } from "@/lib/client/contract/integration";
import { listIntegrations as list } from "@/lib/services/integration/list";
import { operation } from "../../operation";

export const listIntegrations = operation({
  id: "listIntegrations",
  method: "GET",
  path: "/integrations",
  summary: "Where mail, messages and tickets go, and how that went; without secrets.",
  action: "integrations.manage",
  output: IntegrationList,
  handler: ({ actor }) => list(actor),
});
