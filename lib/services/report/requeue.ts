import type { Pool } from "pg";
import { enqueue } from "../../jobs/enqueue";

/**
 * Queues reports again that wait or are in work by their state, but have no job that will ever run: their batch's worker
 * died, or the job used up its tries while the report is still to be done.
 * A job that is there already stays the one job (job key). Returns how many were looked at.
 */
export async function requeueReports(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT r.id::text FROM report r WHERE r.state IN ('queued', 'processing') AND r.received_at < now() - interval '10 seconds'
       AND NOT EXISTS (SELECT 1 FROM graphile_worker._private_jobs j WHERE j.key = 'report-' || r.id
         AND (j.attempts < j.max_attempts OR j.locked_by IS NOT NULL)) ORDER BY r.id LIMIT 1000`,
  );
  for (const { id } of rows) await enqueue(pool, "process-report", { reportId: id }, { key: `report-${id}` });
  return rows.length;
}
