import type { Pool, PoolClient } from "pg";
import { isRefusal } from "../../authz/refusal";
import { ImportError } from "../../importers/types";
import { loadMemories } from "../../ingest/memory";
import { log } from "../../telemetry/log";
import { metrics } from "../../telemetry/metrics";
import { mergeQueued } from "./batch";
import { type Claimed, claim, partsOf, release } from "./claim";
import { Faults, MOST_TAKEN } from "./faults";
import { fail } from "./finish";
import { openUpload, type Recognised, type Upload } from "./open-upload";
import { prepare, readWhole } from "./prepare";
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
  let claimed: Claimed[] | null = [];
  try {
    const started = Date.now();
    const faults = new Faults(pool);
    claimed = await claim(client, reportId);
    if (!claimed) return;
    for (const part of partsOf(await withoutRepeated(pool, claimed, started)))
      await processPart(pool, client, part, faults);
    faults.rethrow();
  } finally {
    await (claimed ? release(client) : Promise.resolve()).finally(() => client.release());
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
  const opened: { upload: Upload; started: number }[] = [];
  for (const report of reports) {
    const recognised: Recognised = {};
    await attempt(client, report, recognised, faults, async () => {
      const started = Date.now();
      if (report.attempts > MOST_TAKEN) {
        const message = "given up: whoever had it in work was ended each time";
        await fail(client, report, { code: "internal", message });
        return;
      }
      opened.push({ upload: await openUpload(pool, report, bytes?.get(report.id), recognised), started });
    });
  }
  const memories = await loadMemories(
    pool,
    opened.map(({ upload }) => ({ aim: upload.opened.aim, clusterId: upload.report.clusterId })),
  );
  const ready: Ready[] = [];
  for (const [index, { upload, started }] of opened.entries()) {
    const { report, recognised } = upload;
    await attempt(client, report, recognised, faults, async () => {
      const read = await prepare(pool, upload, memories[index] ?? null);
      upload.given = undefined;
      if ("prepared" in read) ready.push({ ...read, report, started });
      else await importReference(pool, report, read.reference, started);
    });
    bytes?.delete(report.id);
  }
  const again = async ({ report, started }: Ready): Promise<Ready | null> => {
    let whole: Ready | null = null;
    const recognised: Recognised = {};
    await attempt(client, report, recognised, faults, async () => {
      whole = { prepared: await readWhole(pool, { report, given: undefined, recognised }), report, started };
    });
    return whole;
  };
  await mergeQueued({ pool, client }, ready, faults, again);
}

/** What is wrong with the content of a report ends it here; other faults are for another try. */
async function attempt(
  client: PoolClient,
  report: Claimed,
  recognised: Recognised,
  faults: Faults,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ImportError || isRefusal(error))) {
      await faults.of(report, error);
      return;
    }
    try {
      await fail(client, report, { code: error.code, message: error.message }, recognised);
      metrics().imports.inc({ format: report.options.format ?? "unknown", state: "failed" });
      log().info({ report: report.id, code: error.code, message: error.message }, "import failed");
    } catch (fault) {
      await faults.of(report, fault);
    }
  }
}
