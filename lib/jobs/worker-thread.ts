import { parentPort, workerData } from "node:worker_threads";
import { openHastyPool, openPool } from "../db/pool";
import { relayMetrics } from "../telemetry/relay";
import { queueConnections, startWorker, type Worker } from "./worker";
import type { Order, ThreadPlan } from "./worker-threads";

/** Runs in a thread of its own: takes jobs, one at a time, from "start" to "pause"; "stop" ends the thread. */
export async function serve(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error("this runs in a thread only");
  const { url } = workerData as ThreadPlan;
  relayMetrics((change) => port.postMessage(change));
  const pool = openPool(url);
  const queue = openHastyPool(pool, queueConnections(1));
  let worker: Worker | null = null;
  const obey = async (order: Order) => {
    if (order === "start") worker = await startWorker({ pool, queue, concurrency: 1 });
    else {
      await worker?.stop();
      worker = null;
    }
    port.postMessage("done");
    if (order !== "stop") return;
    await queue.end();
    await pool.end();
    port.close();
  };
  // One after the other: an order to stop waits until the start is through. What fails ends the thread.
  let last = Promise.resolve();
  port.on("message", (order: Order) => {
    last = last.then(() => obey(order));
  });
  port.postMessage("done");
}
