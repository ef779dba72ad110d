import type { Pool, PoolClient } from "pg";
import { ImportError } from "../../importers/types";
import { log } from "../../telemetry/log";
import { metrics } from "../../telemetry/metrics";
import { mergeQueued } from "./batch";
import { type Claimed, claim, release } from "./claim";
import { fail } from "./finish";
import { prepare } from "./prepare";
import { repeated } from "./repeat";
import type { Ready } from "./types";

/**
 * The job behind an upload: parse, merge, record. Small reports that wait beside it are merged in the same
 * transaction, which costs a fraction of one transaction each. Whoever is killed here leaves the reports as they were
 * (queued), and the next worker takes them up.
 */
export async function processReport(pool: Pool, reportId: string): Promise<void> {
  const client = await pool.connect();
  try {
    const claimed = await claim(client, reportId);
    const ready: Ready[] = [];
    for (const report of claimed) {
      const item = await parseOne(pool, client, report);
      if (item) ready.push(item);
    }
    await mergeQueued(pool, ready);
  } finally {
    await release(client);
    client.release();
  }
}

async function parseOne(pool: Pool, client: PoolClient, report: Claimed): Promise<Ready | null> {
  const started = Date.now();
  try {
    if (await repeated(pool, report, started)) return null;
    return { ...(await prepare(pool, report)), report, started };
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    await fail(client, report, { code: error.code, message: error.message });
    metrics().imports.inc({ format: report.options.format ?? "unknown", state: "failed" });
    log().info({ report: report.id, code: error.code, message: error.message }, "import failed");
    return null;
  }
}
