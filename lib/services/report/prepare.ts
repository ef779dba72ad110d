import type { Pool } from "pg";
import { referenceFormats } from "../../importers/exploitation";
import { openReport } from "../../importers/open";
import { ImportError } from "../../importers/types";
import { collect } from "../../ingest/collect";
import { loadWorkloads } from "../../ingest/known-workloads";
import type { Prepared } from "../../ingest/merge";
import { foldPods } from "../../ingest/pods";
import { resolveRules, writtenBefore } from "../../ingest/rules";
import type { Claimed } from "./claim";
import { ownOnly } from "./own-only";
import type { Reference } from "./reference";
import { chunksOf } from "./source";

const PROGRESS_MS = 1_000;

/** What was recognised of a report before it turned out to be broken. */
export interface Recognised {
  format?: string;
  tool?: string;
}

/**
 * Parses a report from its stored bytes, which are fetched unless they are given; progress is written once a second.
 * Fills `recognised` on the way. Throws ImportError.
 */
export async function prepare(
  pool: Pool,
  report: Claimed,
  given: Buffer[] | undefined,
  recognised: Recognised,
): Promise<{ prepared: Prepared } | { reference: Reference }> {
  let bytes = 0;
  let findings = 0;
  let told = Date.now();
  const tell = () => {
    if (Date.now() - told < PROGRESS_MS) return;
    told = Date.now();
    // Only for the eyes: a lost update is made up for by the next.
    void pool
      .query("UPDATE report SET bytes_done = $2, findings_done = $3 WHERE id = $1", [report.id, bytes, findings])
      .catch(() => {});
  };
  const { dryRun: _dryRun, force, complete, ...options } = report.options;
  const source = counted(given ? values(given) : chunksOf(pool, report.id, report.bytes), (n) => {
    bytes += n;
    tell();
  });
  const { format, items } = await openReport(source, { ...options, complete });
  recognised.format = format;
  if (referenceFormats.has(format)) return { reference: { format, items } };
  const folded = foldPods(items, () => loadWorkloads(pool, report.clusterId));
  const collected = await collect(format, folded, {
    header: (tool) => {
      recognised.tool = tool;
    },
    progress: (n) => {
      findings = n;
      tell();
    },
    rules: (rules) => resolveRules(pool, rules),
    written: (item) => writtenBefore(pool, item),
  });
  if (report.teamId !== null) await ownOnly(pool, report.teamId, collected);
  const cluster = report.clusterSlug ? { id: report.clusterId, slug: report.clusterSlug } : null;
  const aboutCluster =
    collected.inventory.length > 0 ||
    collected.scopes.some(({ target }) => !target || !["image", "repository", "registry"].includes(target.kind));
  if (!cluster && aboutCluster)
    throw new ImportError("malformed", "this report is about a cluster: name it with --cluster");
  const stated = collected.header.observedAt ?? options.observedAt;
  return {
    prepared: {
      reportId: report.id,
      cluster,
      collected,
      force: force ?? false,
      complete: complete ?? false,
      namespace: options.namespace ?? "",
      observedAt: instant(stated, report.receivedAt),
      dated: Boolean(stated),
    },
  };
}

async function* values<T>(list: Iterable<T>): AsyncGenerator<T> {
  yield* list;
}

async function* counted(source: AsyncIterable<Uint8Array>, onBytes: (n: number) => void): AsyncGenerator<Uint8Array> {
  for await (const part of source) {
    onBytes(part.length);
    yield part;
  }
}

/** ISO in UTC. A time in the future is a wrong clock: arrival holds. */
export function instant(stated: string | null | undefined, arrival: Date): string {
  const time = stated ? new Date(stated) : arrival;
  return (Number.isNaN(time.getTime()) || time > arrival ? arrival : time).toISOString();
}
