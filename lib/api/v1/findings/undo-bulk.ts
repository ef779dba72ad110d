import { BulkResult, BulkUndo } from "@/lib/client/contract/remediation";
import { undoBulk } from "@/lib/services/finding/undo-bulk";
import { operation } from "../../operation";

export const undoBulkFindings = operation({
  id: "undoBulkFindings",
  method: "POST",
  path: "/findings/bulk/undo",
  summary: "Take back a change of many findings, within an hour; what somebody changed since stays and is named.",
  action: "findings.triage",
  input: { body: BulkUndo },
  output: BulkResult,
  handler: ({ actor, input }) => undoBulk(actor, input.body.undo),
});
