import type { PoolClient } from "pg";

/**
 * A lane is what keeps its order: an endpoint, or the mail of one person. Adds a job for each, in the order of the key,
 * so that two transactions wait for each other and never in a ring.
 * @param at when; left out: now
 */
export async function enqueueLanes(client: PoolClient, lanes: Iterable<string>, at?: Date): Promise<void> {
  await client.query({
    name: "enqueue-lanes",
    text: `SELECT count(graphile_worker.add_job('deliver-notices', json_build_object('lane', lane), job_key => 'deliver-' || lane,
             run_at => coalesce($2::timestamptz, now()))) FROM (SELECT lane FROM unnest($1::text[]) u(lane) ORDER BY lane) u`,
    values: [[...lanes], at ?? null],
  });
}
