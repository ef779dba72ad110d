import { pool } from "@/lib/db/pool";
import { metrics } from "@/lib/telemetry/metrics";

/** Brings the gauges that are read rather than counted up to date: queue and pool. */
export async function refreshGauges(): Promise<void> {
  const { queueJobs, poolTotal, poolIdle, poolWaiting } = metrics();
  const { totalCount, idleCount, waitingCount } = pool();
  poolTotal.set(totalCount);
  poolIdle.set(idleCount);
  poolWaiting.set(waitingCount);
  const { rows } = await pool().query<{ task: string; jobs: number }>(
    "SELECT task_identifier AS task, count(*)::int AS jobs FROM graphile_worker.jobs GROUP BY 1",
  );
  queueJobs.reset();
  for (const { task, jobs } of rows) queueJobs.set({ task }, jobs);
}
