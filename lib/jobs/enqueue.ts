import type { Pool, PoolClient } from "pg";

/** Payloads of the jobs, by task. */
export interface Jobs {
  "process-report": { reportId: string };
  "refresh-units": { clusterId: number };
  reassign: Record<string, never>;
  quiet: Record<string, never>;
  snapshot: Record<string, never>;
}
export type Task = keyof Jobs;

interface Options {
  /** Jobs of one key are one job as long as it waits. */
  key?: string;
  attempts?: number;
  delaySeconds?: number;
  /** A job of the key that waits keeps its time, so that a stream of reasons cannot put it off for ever. */
  keepTime?: boolean;
}

/**
 * Adds a job in the transaction that made it necessary: it exists exactly when that commits.
 * Fails when the queue's own schema is missing, which `migrate` makes.
 */
export async function enqueue<T extends Task>(
  db: Pool | PoolClient,
  task: T,
  payload: Jobs[T],
  options: Options = {},
): Promise<void> {
  await db.query({
    name: "enqueue",
    text: `SELECT graphile_worker.add_job($1, $2::json, job_key => $3, max_attempts => $4, run_at => now() + make_interval(secs => $5), job_key_mode => $6)`,
    values: [
      task,
      JSON.stringify(payload),
      options.key ?? null,
      options.attempts ?? 10,
      options.delaySeconds ?? 0,
      options.keepTime ? "preserve_run_at" : "replace",
    ],
  });
}

/** After a change of ownership rules: works out anew who owns what. */
export async function enqueueReassign(client: Pool | PoolClient): Promise<void> {
  await enqueue(client, "reassign", {}, { key: "reassign" });
}
