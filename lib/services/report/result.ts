import type { MergeCounts } from "../../ingest/types";
import type { Finished } from "./finish";
import { repeatableBy } from "./repeatable";
import type { Ready } from "./types";

/** What is told of a merged report, in the words of the API and the CLI. */
export function resultOf({ prepared, report, started }: Ready, merged: MergeCounts, dryRun: boolean): Finished {
  const { collected, observedAt, dated } = prepared;
  const { scopes, findings, ...counts } = merged;
  return {
    state: merged.held && !dryRun ? "held" : "done",
    format: collected.format,
    tool: collected.header.tool,
    toolVersion: collected.header.toolVersion,
    observedAt,
    dated,
    scopes,
    findings,
    // What was held is asked for again when the next report says it again.
    names: merged.held ? null : repeatableBy(prepared, report),
    result: {
      ...counts,
      raw: collected.raw,
      findings,
      skipped: collected.skipped,
      warnings: collected.warnings.slice(0, 100),
      dryRun,
      ms: Date.now() - started,
    },
  };
}
