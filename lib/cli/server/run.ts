import { availableParallelism } from "node:os";
import { closePool } from "@/lib/db/pool";
import { startThreads } from "@/lib/jobs/worker-threads";
import type { InstanceName } from "../instance";
import { say } from "../setup/say.mjs";
import { type Address, urlOf } from "./address";
import { openDatabase } from "./database";
import { type Front, openFront } from "./http";
import { stopAsked } from "./stop";
import { openWeb, type Web } from "./web";

/** Jobs run at once in one process, a thread each: PARAPET_WORKERS, else one a core and at most four. */
export function concurrency(): number {
  return Number(process.env.PARAPET_WORKERS) || Math.min(4, availableParallelism());
}

/** Time that requests in flight get at the end. */
const drainMs = 10_000;

export interface ServerPlan {
  instance: InstanceName;
  address: Address;
  /** The command that started it, for messages. */
  command: string;
  /** Makes what has to be there before anybody is served. */
  prepare?(): Promise<void>;
  /** Called once everything runs. */
  ready(url: string): Promise<void>;
}

interface Parts {
  front?: Front;
  worker?: { stop(): Promise<void> };
  web?: Web;
  database?: () => Promise<void>;
}

/** The job in hand and the requests in flight end first, the database last. */
async function stopAll({ front, worker, web, database }: Parts): Promise<void> {
  const steps = [
    () => Promise.all([front?.close(drainMs), worker?.stop()]),
    () => web?.close(),
    closePool,
    () => database?.(),
  ];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      say(`While stopping: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/** Runs web and worker until asked to stop. What was started is stopped, also when a later part fails to start. */
export async function runServer({ instance, address, command, prepare, ready }: ServerPlan): Promise<number> {
  const asked = stopAsked();
  const parts: Parts = {};
  try {
    parts.front = await openFront(address, command);
    parts.database = await openDatabase(instance);
    await prepare?.();
    parts.worker = await startThreads({ url: process.env.DATABASE_URL as string, count: concurrency() });
    parts.web = await openWeb(address, parts.front.server);
    parts.front.serve(parts.web.handle);
    await Promise.race([ready(urlOf(address)), asked]);
    await asked;
  } finally {
    await stopAll(parts);
  }
  say("Stopped.");
  return 0;
}
