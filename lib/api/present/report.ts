import type { z } from "zod";
import { abilities, reportActions } from "@/lib/authz/abilities";
import type { Actor } from "@/lib/authz/actor";
import { type Report, ReportState } from "@/lib/client/contract/report";
import type { ReportRow } from "@/lib/queries/report/row";

/** A report as the wire has it; what can be confirmed is offered only while it waits for that. */
export function presentReport(actor: Actor, row: ReportRow): z.input<typeof Report> {
  const rights = abilities(actor, reportActions, { clusterId: row.clusterId });
  return {
    id: row.id,
    cluster: row.cluster,
    state: ReportState.parse(row.state),
    fileName: row.fileName,
    format: row.format,
    tool: row.tool,
    toolVersion: row.toolVersion,
    receivedAt: row.receivedAt.toISOString(),
    receivedBy: row.receivedBy,
    observedAt: row.observedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    progress: { bytes: row.bytes, bytesDone: row.bytesDone, findings: row.findingsDone },
    result: row.result as z.input<typeof Report>["result"],
    error: row.error,
    abilities: { ...rights, "imports.confirm": rights["imports.confirm"] && row.state === "held" },
  };
}
