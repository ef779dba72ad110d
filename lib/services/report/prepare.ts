import type { Pool } from "pg";
import { Doubt } from "../../importers/entry-memory";
import { referenceFormats } from "../../importers/exploitation";
import { ImportError } from "../../importers/types";
import { collect } from "../../ingest/collect";
import { loadWorkloads } from "../../ingest/known-workloads";
import { Memory } from "../../ingest/memory";
import type { Prepared } from "../../ingest/merge";
import { foldPods } from "../../ingest/pods";
import { resolveRules, writtenBefore } from "../../ingest/rules";
import { openUpload, type Upload } from "./open-upload";
import { ownOnly } from "./own-only";
import type { Reference } from "./reference";

/**
 * Parses a report, but for entries that the memory knows (null: nothing is recognised, and nothing to be remembered).
 * Throws ImportError.
 */
export async function prepare(
  pool: Pool,
  upload: Upload,
  memory: Memory | null,
): Promise<{ prepared: Prepared } | { reference: Reference }> {
  const { format, items, recall } = upload.opened;
  if (referenceFormats.has(format)) return { reference: { format, items } };
  try {
    return { prepared: await read(pool, upload, memory, memory ? recall(memory.entries) : items) };
  } catch (error) {
    if (!(error instanceof Doubt)) throw error;
    return { prepared: await readWhole(pool, upload) };
  }
}

/** Reads all of a report again, from its stored bytes. */
export async function readWhole(
  pool: Pool,
  { report, given, recognised }: Pick<Upload, "report" | "given" | "recognised">,
): Promise<Prepared> {
  const upload = await openUpload(pool, report, given, recognised);
  const memory = new Memory();
  return read(pool, upload, memory, upload.opened.recall(memory.entries));
}

async function read(
  pool: Pool,
  { report, opened, recognised, progress }: Upload,
  memory: Memory | null,
  items: typeof opened.items,
): Promise<Prepared> {
  const { dryRun: _dryRun, force, complete, ...options } = report.options;
  const folded = foldPods(items, () => loadWorkloads(pool, report.clusterId));
  const collected = await collect(opened.format, folded, {
    header: (tool) => {
      recognised.tool = tool;
    },
    progress: (n) => progress.findings(n),
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
    reportId: report.id,
    cluster,
    collected,
    memory,
    force: force ?? false,
    complete: complete ?? false,
    namespace: options.namespace ?? "",
    observedAt: instant(stated, report.receivedAt),
    dated: Boolean(stated),
  };
}

/** ISO in UTC. A time in the future is a wrong clock: arrival holds. */
export function instant(stated: string | null | undefined, arrival: Date): string {
  const time = stated ? new Date(stated) : arrival;
  return (Number.isNaN(time.getTime()) || time > arrival ? arrival : time).toISOString();
}
