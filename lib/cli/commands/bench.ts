import path from "node:path";
import { runBench } from "@/lib/bench/main";
import { startEmbedded } from "@/lib/db/embedded/start";
import { closePool } from "@/lib/db/pool";
import { dataDirectory } from "../instance";
import { upgradeSchema } from "../server/database";
import { say } from "../setup/say.mjs";

/**
 * `npm run bench`: measures on a database of its own, as safe against a crash as the real one, so that the figures
 * include what that costs. PARAPET_BENCH_DATABASE_URL names another, whose findings it may overwrite.
 */
export async function bench(args: string[]): Promise<number> {
  const given = process.env.PARAPET_BENCH_DATABASE_URL;
  const database = given
    ? { url: given, stop: async () => {} }
    : await startEmbedded({ directory: path.join(dataDirectory(), "bench"), say });
  process.env.DATABASE_URL = database.url;
  try {
    await upgradeSchema(database.url);
    return await runBench(args);
  } finally {
    await closePool();
    await database.stop();
  }
}
