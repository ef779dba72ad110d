import { SlaState } from "@/lib/client/contract/sla";
import { getSla as get } from "@/lib/services/sla/get";
import { operation } from "../../operation";

export const getSla = operation({
  id: "getSla",
  method: "GET",
  path: "/sla",
  summary: "Days to remediate, by severity, exploitation and environment.",
  action: "findings.read",
  output: SlaState,
  handler: async ({ actor }) => get(actor),
});
