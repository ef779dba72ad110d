import { closePool } from "@/lib/db/pool";
import { startThreads } from "@/lib/jobs/worker-threads";
import { openDatabase, runningInstance } from "../server/database";
import { concurrency } from "../server/run";
import { stopAsked } from "../server/stop";
import { say } from "../setup/say.mjs";

/** `npm run worker`: one more process that takes jobs, beside a running `npm start` or on DATABASE_URL. */
export async function worker(): Promise<number> {
  const asked = stopAsked();
  // Joining keeps the embedded database up should the server stop first.
  const close = await openDatabase(process.env.DATABASE_URL ? "main" : runningInstance());
  const running = await startThreads({ url: process.env.DATABASE_URL as string, count: concurrency() });
  say(`Worker is waiting for jobs, ${concurrency()} at once (Ctrl-C stops it)`);
  await asked;
  await running.stop();
  await closePool();
  await close();
  say("Stopped.");
  return 0;
}
