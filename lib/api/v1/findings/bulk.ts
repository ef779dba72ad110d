import { BulkBody, BulkResult } from "@/lib/client/contract/remediation";
import { bulkTriage } from "@/lib/services/finding/bulk";
import { operation } from "../../operation";

export const bulkFindings = operation({
  id: "bulkFindings",
  method: "POST",
  path: "/findings/bulk",
  summary: "Claim, assign or move many findings at once, each with its own rights; what cannot be changed is named.",
  action: "findings.triage",
  input: { body: BulkBody },
  output: BulkResult,
  handler: ({ actor, input }) => bulkTriage(actor, input.body),
});
