import type { Pool } from "pg";
import { systemActor } from "../authz/actor";
import type { Workers } from "../jobs/worker-threads";
import { refreshUnits } from "../services/posture/refresh-units";
import { receiveReport } from "../services/report/receive";
import { clusterName } from "./fixture";

const actor = systemActor("bench");

export async function makeClusters(pool: Pool, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < count; n++) {
    const { rows } = await pool.query<{ id: number }>(
      "INSERT INTO cluster (slug, name) VALUES ($1, $1) ON CONFLICT (slug) DO UPDATE SET name = excluded.name RETURNING id",
      [clusterName(n)],
    );
    ids.push((rows[0] as { id: number }).id);
  }
  return ids;
}

export interface Upload {
  clusterId: number;
  text: string;
  complete?: boolean;
}

async function* bodyOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

/** Stores the uploads; they wait until a worker runs. */
export async function upload(pool: Pool, uploads: Iterable<Upload>): Promise<string[]> {
  const ids: string[] = [];
  for (const { text, ...input } of uploads) ids.push(await receiveReport(actor, input, bodyOf(text), pool));
  return ids;
}

/** Lets the workers run until no report waits. Seconds from the first job to the last. */
export async function drain(pool: Pool, workers: Workers): Promise<number> {
  const start = performance.now();
  await workers.start();
  let told = start;
  for (;;) {
    const { rows } = await pool.query<{ waiting: boolean }>(
      "SELECT EXISTS (SELECT 1 FROM report WHERE state IN ('queued', 'processing')) AS waiting",
    );
    if (!rows[0]?.waiting) break;
    if (performance.now() - told > 20_000) {
      told = performance.now();
      console.error(`         ${await left(pool)} reports left after ${Math.round((told - start) / 1000)} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const seconds = (performance.now() - start) / 1000;
  await workers.pause();
  return seconds;
}

/**
 * Drops the jobs that imports leave behind them (coverage, fixes): they would weigh on what is measured next, which has
 * left none of them.
 */
export async function dropLeftovers(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM graphile_worker._private_jobs WHERE locked_at IS NULL AND task_id IN (SELECT id FROM graphile_worker._private_tasks
       WHERE identifier IN ('refresh-units', 'refresh-fixes', 'count-sources'))`,
  );
}

/** Does what imports leave to jobs that run as soon as no report waits: pages are read long after that, mostly. */
export async function settle(pool: Pool, clusters: readonly number[]): Promise<void> {
  for (const cluster of [0, ...clusters]) await refreshUnits(pool, cluster);
  await pool.query("VACUUM (ANALYZE)");
}

async function left(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM report WHERE state IN ('queued', 'processing')",
  );
  return rows[0]?.n ?? 0;
}

export async function totals(pool: Pool): Promise<{ findings: number; detections: number }> {
  const { rows } = await pool.query(
    "SELECT (SELECT count(*)::int FROM finding) AS findings, (SELECT count(*)::int FROM detection) AS detections",
  );
  return rows[0];
}

/** Sum of a field of the results of reports. */
export async function outcome(pool: Pool, ids: string[]): Promise<Record<string, number>> {
  const { rows } = await pool.query(
    `SELECT count(*) FILTER (WHERE state = 'failed')::int AS failed, coalesce(sum((result->>'created')::int), 0)::int AS created,
       coalesce(sum((result->>'closed')::int), 0)::int AS closed, coalesce(sum((result->>'updated')::int), 0)::int AS updated,
       coalesce(sum((result->>'unchanged')::int), 0)::int AS unchanged, coalesce(sum((result->>'reopened')::int), 0)::int AS reopened
     FROM report WHERE id = ANY ($1::bigint[])`,
    [ids],
  );
  return rows[0];
}
