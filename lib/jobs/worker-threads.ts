import { Worker as Thread } from "node:worker_threads";
import { log } from "../telemetry/log";
import { applyChange, type MetricChange } from "../telemetry/relay";
import type { Worker } from "./worker";
import { workerCode } from "./worker-code";

export interface ThreadPlan {
  /** Connection string of the database. */
  url: string;
}

export type Order = "start" | "pause" | "stop";

export interface Workers extends Worker {
  start(): Promise<void>;
  /** Lets the jobs in hand end and takes no more until the next start. */
  pause(): Promise<void>;
}

const RESTART_MS = 1_000;

/**
 * How far the heap of a thread may grow, in MiB. Far above what a report takes: the limit is what makes the garbage
 * collector let a heap grow in small steps (measured with a report of 200 MB: 317 MB resident instead of 520).
 * What is outside of heaps, as bytes of reports, is for the system's allocator: the scripts of package.json keep glibc to
 * two arenas, where each thread would get one of its own and keep what it once had.
 */
const resourceLimits = { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 24 };

/** A thread that has loaded its code and waits for orders. */
function launch(code: URL, plan: ThreadPlan): Promise<Thread> {
  const options = { workerData: plan, resourceLimits };
  const thread = new Thread(code, options);
  thread.on("message", (message: "done" | MetricChange) => {
    if (message !== "done") applyChange(message);
  });
  thread.on("error", (error) => log().error({ error: String(error) }, "a worker thread failed"));
  return answered(thread).then(() => thread);
}

/** Resolves when the thread has done as it was told; rejects when it ends before. */
function answered(thread: Thread): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear = (message: "done" | MetricChange) => {
      if (message === "done") settle(resolve);
    };
    const end = (code: number) => settle(() => reject(new Error(`a worker thread ended (${code})`)));
    const settle = (then: () => void) => {
      thread.off("message", hear).off("exit", end);
      then();
    };
    thread.on("message", hear).on("exit", end);
  });
}

/**
 * Takes jobs in `count` threads, one job at a time each: parsing uses several cores, and whoever serves requests in
 * this process is never held up by it. A thread that fails is replaced; its job is given back like a dead worker's.
 * They wait for `start`.
 */
export async function openThreads({ count, ...plan }: ThreadPlan & { count: number }): Promise<Workers> {
  let state: Order = "pause";
  const code = await workerCode();
  const threads = new Set<Thread>();
  const keep = async (): Promise<void> => {
    const thread = await launch(code, plan);
    threads.add(thread);
    thread.once("exit", () => {
      threads.delete(thread);
      if (state !== "stop") setTimeout(() => void replace(), RESTART_MS).unref();
    });
    if (state === "start") await tell(thread, "start");
  };
  const replace = async (): Promise<void> => {
    if (state === "stop") return;
    await keep().catch((error) => log().error({ error: String(error) }, "a worker thread could not be replaced"));
  };
  const tell = async (thread: Thread, order: Order): Promise<void> => {
    const done = answered(thread);
    thread.postMessage(order);
    await done;
  };
  const tellAll = async (order: Order): Promise<void> => {
    state = order;
    await Promise.all([...threads].map((thread) => tell(thread, order)));
  };
  await Promise.all(Array.from({ length: count }, keep));
  return {
    start: () => tellAll("start"),
    pause: () => tellAll("pause"),
    async stop() {
      const ended = [...threads].map((thread) => new Promise((resolve) => thread.once("exit", resolve)));
      await tellAll("stop").catch(() => {});
      await Promise.all(ended);
    },
  };
}

/** Threads that take jobs at once. */
export async function startThreads(plan: ThreadPlan & { count: number }): Promise<Worker> {
  const workers = await openThreads(plan);
  await workers.start();
  return workers;
}
