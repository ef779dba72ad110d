import type { Pool, PoolClient } from "pg";
import { isRefusal } from "../../authz/refusal";
import { ImportError } from "../../importers/types";
import { log } from "../../telemetry/log";
import { metrics } from "../../telemetry/metrics";
import { mergeQueued } from "./batch";
import { type Claimed, claim, partsOf, release } from "./claim";
import { Faults, MOST_TAKEN } from "./faults";
import { fail } from "./finish";
import { prepare, type Recognised } from "./prepare";
import { importReference } from "./reference";
import { withoutRepeated } from "./repeat";
import { bytesOf } from "./source";
import type { Ready } from "./types";

/**
 * The job behind an upload: parse, merge, record. Small reports that wait beside it are merged in the same
 * transaction, which costs a fraction of one transaction each. Whoever is killed here leaves the reports as they were
 * (queued), and the next worker takes them up.
 */
export async function processReport(pool: Pool, reportId: string): Promise<void> {
  const client = await pool.connect();
  try {
    const started = Date.now();
    const faults = new Faults(pool);
    for (const part of partsOf(await withoutRepeated(pool, await claim(client, reportId), started)))
      await processPart(pool, client, part, faults);
    faults.rethrow();
  } finally {
    await release(client);
    client.release();
  }
}

async function processPart(pool: Pool, client: PoolClient, reports: Claimed[], faults: Faults): Promise<void> {
  // Several are small (claim sees to it) and come at once; one alone may be of any size and is streamed.
  const bytes =
    reports.length > 1
      ? await bytesOf(
          client,
          reports.map(({ id }) => id),
        )
      : null;
  const ready: Ready[] = [];
  for (const report of reports) {
    try {
      if (report.attempts > MOST_TAKEN) {
        const message = "given up: whoever had it in work was ended each time";
        await fail(client, report, { code: "internal", message });
        continue;
      }
      const item = await parseOne(pool, client, report, bytes?.get(report.id));
      if (item) ready.push(item);
    } catch (error) {
      await faults.of(report, error);
    }
    bytes?.delete(report.id);
  }
  await mergeQueued(pool, ready, faults);
}

async function parseOne(pool: Pool, client: PoolClient, report: Claimed, bytes?: Buffer[]): Promise<Ready | null> {
  const started = Date.now();
  const recognised: Recognised = {};
  try {
    const read = await prepare(pool, report, bytes, recognised);
    if ("prepared" in read) return { ...read, report, started };
    await importReference(pool, report, read.reference, started);
    return null;
  } catch (error) {
    if (!(error instanceof ImportError || isRefusal(error))) throw error;
    await fail(client, report, { code: error.code, message: error.message }, recognised);
    metrics().imports.inc({ format: report.options.format ?? "unknown", state: "failed" });
    log().info({ report: report.id, code: error.code, message: error.message }, "import failed");
    return null;
  }
}
