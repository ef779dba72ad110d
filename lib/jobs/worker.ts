import { EventEmitter } from "node:events";
import { Logger, parseCronItems, run, type WorkerEvents } from "graphile-worker";
import type { Pool } from "pg";
import { requeueReports } from "../services/report/requeue";
import { log } from "../telemetry/log";
import { enqueue } from "./enqueue";
import { holdAlive, unlockDead } from "./liveness";
import { noticeRounds } from "./tasks/notices";
import { tasks } from "./tasks/registry";

export interface Worker {
  /** Lets the jobs in hand end, or gives them back, and takes no more. */
  stop(): Promise<void>;
}

/** How often the jobs of workers that died are given back. */
const SWEEP_MS = 5_000;

interface Plan {
  pool: Pool;
  /** For what the queue notes of jobs (`openHastyPool`: one whose end is forgotten is done again, and all of them can be). */
  queue: Pool;
  concurrency: number;
}

/** Connections that the queue needs: besides jobs, one listens. */
export const queueConnections = (concurrency: number) => concurrency + 3;

/** Takes jobs from the queue, `concurrency` at once. The queue's schema must be there (`migrate` makes it). */
export async function startWorker({ pool, queue, concurrency }: Plan): Promise<Worker> {
  const events = new EventEmitter() as WorkerEvents;
  const ids: string[] = [];
  events.on("pool:create", ({ workerPool }) => ids.push(workerPool.id));
  events.on("worker:create", ({ worker }) => ids.push(worker.workerId));
  events.on("job:failed", ({ job, error }) =>
    log().error({ task: job.task_identifier, job: job.id, error: String(error) }, "job failed"),
  );
  await sweep(pool);
  // A new release may know of checks that are equivalent, and of what was left of an older one.
  await enqueue(pool, "merge-rules", {}, { key: "merge-rules" });
  const runner = await run({
    pgPool: queue,
    concurrency,
    events,
    taskList: tasks(pool),
    parsedCronItems: parseCronItems([
      { task: "snapshot", match: "5 0 * * *", options: { backfillPeriod: 86_400_000 } },
      { task: "quiet", match: "15 * * * *" },
      { task: "exceptions", match: "5 * * * *" },
      { task: "history-blocks", match: "25 * * * *", options: { backfillPeriod: 3_600_000 } },
      ...noticeRounds,
      // Judged with the import that touched them; this is for what failed then.
      { task: "verify-remediations", match: "*/10 * * * *" },
      // What changed without an import: decisions, exploitation, rules.
      { task: "refresh-fixes", match: "* * * * *", payload: { patient: true } },
      // Even while imports never cease to wait.
      { task: "refresh-fixes", match: "*/10 * * * *", identifier: "refresh-fixes-anyhow" },
      // The scores of a day are out by then.
      { task: "fetch-feeds", match: "40 15 * * *", options: { backfillPeriod: 86_400_000 } },
    ]),
    // In batches of one mostly; but an end that was not written down yet is then waited for when this stops.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    noHandleSignals: true,
    pollInterval: 1_000,
    logger: new Logger(() => (level, message) => {
      if (level === "error" || level === "warning") log().warn({ queue: level }, message);
    }),
  });
  const alive = await holdAlive(pool, ids);
  const timer = setInterval(() => void sweep(pool), SWEEP_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await runner
        .stop()
        .catch((error: unknown) => log().warn({ error: String(error) }, "worker did not stop cleanly"));
      alive.release();
    },
  };
}

async function sweep(pool: Pool): Promise<void> {
  try {
    const dead = await unlockDead(pool);
    await requeueReports(pool);
    if (dead.length > 0) log().warn({ workers: dead }, "jobs of workers that are gone were given back");
  } catch (error) {
    log().warn({ error: String(error) }, "could not look for workers that are gone");
  }
}
