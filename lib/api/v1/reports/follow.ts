import { setTimeout as sleep } from "node:timers/promises";
import { notFound } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { getReport as find } from "@/lib/queries/report/get";
import type { ReportRow } from "@/lib/queries/report/row";

/** Longest wait for a result within one request; proxies in front often cut at 60 s. */
const WAIT_MS = 50_000;

export async function currentReport(scope: Scope, id: string): Promise<ReportRow> {
  const row = await find(scope, id);
  if (!row) throw notFound("This import");
  return row;
}

/** Waits until the report is processed, or as long as a request may; the caller looks at its state. */
export async function finishedReport(scope: Scope, id: string, signal: AbortSignal): Promise<ReportRow> {
  const end = Date.now() + WAIT_MS;
  for (let pause = 20; ; pause = Math.min(pause * 1.5, 500)) {
    const row = await currentReport(scope, id);
    if (row.finishedAt || Date.now() > end || signal.aborted) return row;
    await sleep(pause);
  }
}
