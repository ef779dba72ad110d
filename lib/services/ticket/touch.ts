import type { PoolClient } from "pg";

/**
 * After a change of a remediation, in its transaction: its ticket follows, where there is a tracker. One statement.
 */
export async function touchTicket(client: PoolClient, remediationId: number | string): Promise<void> {
  await client.query({
    name: "ticket-touch",
    text: `SELECT graphile_worker.add_job('sync-ticket', json_build_object('remediationId', $1::bigint), job_key => 'ticket-' || $1::bigint)
           WHERE EXISTS (SELECT 1 FROM integration WHERE kind = 'github' AND disabled_at IS NULL)`,
    values: [remediationId],
  });
}
