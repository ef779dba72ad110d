import { setTimeout as sleep } from "node:timers/promises";
import type { Pool } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { processReport } from "@/lib/services/report/process";
import { receiveReport } from "@/lib/services/report/receive";
import type { DemoReport, Step } from "../plan/report";

export interface FeedContext {
  pool: Pool;
  actor: Actor;
  /** Ids of the clusters by slug. */
  clusters: Map<string, number>;
  /** Process the reports here; else a worker does, and this waits for it. */
  work: boolean;
}

const pollMs = 40;

/** Sends the reports of a step through the real pipeline. May be repeated. */
export async function feedStep(context: FeedContext, step: Step, number: number): Promise<void> {
  const { pool } = context;
  const sent: { id: string; at: Date }[] = [];
  for (const [index, report] of step.reports.entries()) {
    sent.push({ id: await send(context, report, `demo:${number}:${index}`), at: report.at });
  }
  if (sent.length === 0) return;
  if (context.work) for (const { id } of sent) await processReport(pool, id);
  await settled(
    pool,
    sent.map(({ id }) => id),
  );
  await dateBack(pool, sent);
}

async function send({ pool, actor, clusters }: FeedContext, report: DemoReport, key: string): Promise<string> {
  const clusterId = report.cluster === null ? 0 : clusters.get(report.cluster);
  if (clusterId === undefined) throw new Error(`no cluster ${report.cluster}`);
  const { fileName } = report;
  // For what has no date in the file, or one for each of its parts only.
  const options = { observedAt: report.at.toISOString(), ...report.options };
  async function* bytes() {
    yield Buffer.from(report.body());
  }
  return receiveReport(actor, { ...options, clusterId, fileName, idempotencyKey: key }, bytes(), pool);
}

async function settled(pool: Pool, ids: string[]): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ waiting: number }>({
      name: "demo-waiting",
      text: "SELECT count(*)::int AS waiting FROM report WHERE id = ANY ($1::bigint[]) AND state IN ('queued', 'processing')",
      values: [ids],
    });
    if (!rows[0]?.waiting) return;
    await sleep(pollMs);
  }
}

/** The reports came when the demo's past says so, not all in this minute. */
async function dateBack(pool: Pool, sent: { id: string; at: Date }[]): Promise<void> {
  await pool.query(
    `UPDATE report r SET received_at = g.at, started_at = g.at + interval '1 second', finished_at = g.at + interval '1 second' + (r.finished_at - r.started_at)
     FROM unnest($1::bigint[], $2::timestamptz[]) g(id, at) WHERE r.id = g.id`,
    [sent.map(({ id }) => id), sent.map(({ at }) => at)],
  );
}

/** What a run that was killed left half received; its reports are sent again. */
export async function dropHalfReceived(pool: Pool): Promise<void> {
  const half = "state = 'receiving' AND idempotency_key LIKE 'demo:%'";
  await pool.query(`DELETE FROM report_chunk WHERE report_id IN (SELECT id FROM report WHERE ${half})`);
  await pool.query(`DELETE FROM report WHERE ${half}`);
}
