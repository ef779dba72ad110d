import { openThreads } from "../jobs/worker-threads";
import type { Answer, Ask } from "./child";

/** The process that imports while the bench measures: worker threads as in `npm run worker`, and nothing else. */
export async function serve(): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set");
  const workers = await openThreads({ url, count: Number(process.env.PARAPET_WORKERS ?? 2) });
  const answer = (message: Answer) => process.send?.(message);
  process.on("message", async (ask: Ask) => {
    if (ask === "start") await workers.start();
    if (ask === "pause") await workers.pause();
    if (ask === "stop") await workers.stop();
    // Kilobytes on every system that Node runs on.
    answer({ peakBytes: process.resourceUsage().maxRSS * 1024 });
    if (ask === "stop") process.disconnect();
  });
  answer({ peakBytes: 0 });
}
