import type { Pool, PoolClient } from "pg";

/** Payloads of the jobs, by task. */
export interface Jobs {
  "process-report": { reportId: string };
  /** `at`: time of the evidence, ISO. */
  "refresh-units": { clusterId: number; at?: string | null };
  reassign: Record<string, never>;
  /** `actorId`: who changed the policy. */
  due: { actorId: number | null };
  "merge-rules": Record<string, never>;
  "fetch-feeds": Record<string, never>;
  "dispatch-notices": Record<string, never>;
  /** `endpoint:3`, `mail:7` */
  "deliver-notices": { lane: string };
  /** Each minute: what is due, whatever became of its job. */
  "sweep-notices": Record<string, never>;
  "forget-notices": Record<string, never>;
  "send-digests": Record<string, never>;
  "sync-ticket": { remediationId: number };
  "pull-ticket": { integrationId: number; repository: string; number: number };
  "poll-tickets": Record<string, never>;
  quiet: Record<string, never>;
  exceptions: Record<string, never>;
  "verify-remediations": Record<string, never>;
  snapshot: Record<string, never>;
  "history-blocks": Record<string, never>;
  "count-sources": Record<string, never>;
  /** `patient`: imports that wait come first. */
  "refresh-fixes": { patient?: boolean };
}
export type Task = keyof Jobs;

interface Options {
  /** Jobs of one key are one job as long as it waits. */
  key?: string;
  attempts?: number;
  delaySeconds?: number;
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
    text: `SELECT graphile_worker.add_job($1, $2::json, job_key => $3, max_attempts => $4, run_at => now() + make_interval(secs => $5), job_key_mode => 'replace')`,
    values: [task, JSON.stringify(payload), options.key ?? null, options.attempts ?? 10, options.delaySeconds ?? 0],
  });
}

/** Takes back the jobs of these keys that wait, in the transaction that made them needless; one that runs is left. */
export async function withdraw(client: PoolClient, keys: string[]): Promise<void> {
  await client.query({
    name: "withdraw",
    text: "DELETE FROM graphile_worker._private_jobs WHERE key = ANY ($1::text[]) AND locked_at IS NULL",
    values: [keys],
  });
}

/** After a change of ownership rules: works out anew who owns what. */
export async function enqueueReassign(client: Pool | PoolClient): Promise<void> {
  await enqueue(client, "reassign", {}, { key: "reassign" });
}

/** After a change of the days to remediate, or of a cluster's environment: due dates follow. */
export async function enqueueDue(client: Pool | PoolClient, actorId: number | null): Promise<void> {
  await enqueue(client, "due", { actorId }, { key: "due" });
}

/**
 * After imports: counts units and their evidence anew, once for all that comes within two seconds. A job that waits keeps
 * its time, so that a stream of reasons cannot put it off for ever. Ids of clusters, or 0.
 * @param at time of the evidence, ISO; left out: when the job runs
 */
export async function enqueueUnits(
  client: Pool | PoolClient,
  clusterIds: Iterable<number>,
  at?: string,
): Promise<void> {
  // In the order of the key, so that two imports wait for each other and never in a ring. What was scanned may be placed in
  // other clusters too: those follow within a minute, all at once. A job that waits for the same day will do, and is kept
  // from being taken before this commits, by a lock that several imports can have: to write it again would wake all workers.
  await client.query({
    name: "enqueue-units",
    text: `WITH wanted AS MATERIALIZED (
             SELECT 'refresh-units' AS task, 'units-' || id AS key, json_build_object('clusterId', id, 'at', $2::text) AS payload,
               interval '2 seconds' AS delay, id AS n FROM unnest($1::int[]) u(id)
             UNION ALL SELECT 'count-sources', 'count-sources', '{}', interval '1 minute', NULL ORDER BY n NULLS LAST)
           SELECT count(graphile_worker.add_job(task, payload, job_key => key, max_attempts => 10, run_at => now() + delay, job_key_mode => 'preserve_run_at'))
           FROM wanted w LEFT JOIN LATERAL (
             SELECT j.id FROM graphile_worker._private_jobs j WHERE j.key = w.key AND j.locked_at IS NULL AND j.attempts = 0
               AND left(j.payload->>'at', 10) IS NOT DISTINCT FROM left(w.payload->>'at', 10) FOR KEY SHARE SKIP LOCKED) j ON true
           WHERE j.id IS NULL`,
    values: [[...clusterIds], at ?? null],
  });
}

/**
 * Works fixes out anew of what merges changed, once for all that comes within some seconds, and after the imports that
 * wait then. A job that waits keeps its time.
 */
export async function enqueueFixes(client: Pool | PoolClient): Promise<void> {
  await client.query({
    name: "enqueue-fixes",
    text: `SELECT graphile_worker.add_job('refresh-fixes', '{"patient": true}'::json, job_key => 'refresh-fixes', max_attempts => 10,
             run_at => now() + interval '3 seconds', job_key_mode => 'preserve_run_at')`,
  });
}
