import type { Pool, PoolClient } from "pg";
import { assetKey } from "../../domain/identity/asset-key";
import { mergeReports } from "../../ingest/merge";
import { ReadAgain } from "../../ingest/scopes";
import { enqueueUnits } from "../../jobs/enqueue";
import { metrics } from "../../telemetry/metrics";
import { foldKnownPods } from "../inventory/fold-pods";
import { refreshUnits } from "../posture/refresh-units";
import { type Claimed, MOST } from "./claim";
import type { Faults } from "./faults";
import { type Finished, finish, finishAll } from "./finish";
import { resultOf } from "./result";
import type { Ready } from "./types";

class DryRun extends Error {}

/** `client`: the connection that holds the claims, for the transactions of the merges. */
interface Connections {
  pool: Pool;
  client: PoolClient;
}

/** Reads all of a report of which entries were recognised; null when it could not. */
type ReadWhole = (item: Ready) => Promise<Ready | null>;

/** Merges parsed reports: together where no two speak of the same scope, one after the other where they do. */
export async function mergeQueued(
  { pool, client }: Connections,
  ready: Ready[],
  faults: Faults,
  readWhole: ReadWhole,
): Promise<void> {
  const ordered = [...ready].sort((a, b) => (a.prepared.observedAt < b.prepared.observedAt ? -1 : 1));
  for (const batch of batchesOf(ordered)) await mergeTogether({ pool, client }, batch, faults, readWhole);
}

async function mergeTogether(by: Connections, batch: Ready[], faults: Faults, readWhole: ReadWhole): Promise<void> {
  if (batch.length === 0) return;
  try {
    await mergeBatch(by, batch);
  } catch (error) {
    if (error instanceof ReadAgain) {
      const again: Ready[] = [];
      for (const item of batch) {
        const read = error.reportIds.includes(item.report.id) ? await readWhole(item) : item;
        if (read) again.push(read);
      }
      await mergeTogether(by, again, faults, readWhole);
    } else if (batch.length === 1) await faults.of(batch[0]?.report, error);
    // One of them is at fault, and the others shall not wait for it.
    else for (const item of batch) await mergeTogether(by, [item], faults, readWhole);
  }
}

/** So many reports are merged in one transaction. */
const MOST_TOGETHER = Math.max(1, Number(process.env.PARAPET_IMPORT_BATCH) || MOST);

function batchesOf(ready: Ready[]): Ready[][] {
  const batches: { items: Ready[]; scopes: Set<string> }[] = [];
  for (const item of ready) {
    const scopes = scopesOf(item);
    const last = batches.at(-1);
    // A List that is all there is closes what others of its cluster say: alone, so that it sees them.
    const alone = item.prepared.complete || last?.items.some(({ prepared }) => prepared.complete);
    // What changes takes effect when the latest of a batch was observed: each day by itself, so that past days are right.
    const sameDay = last?.items[0]?.prepared.observedAt.slice(0, 10) === item.prepared.observedAt.slice(0, 10);
    const room = last && last.items.length < MOST_TOGETHER;
    if (last && room && !alone && sameDay && !scopes.some((scope) => last.scopes.has(scope))) {
      last.items.push(item);
      for (const scope of scopes) last.scopes.add(scope);
    } else batches.push({ items: [item], scopes: new Set(scopes) });
  }
  return batches.map((batch) => batch.items);
}

/**
 * Images by repository: two entries may name one version by digest and by tag, so that one report makes one asset of
 * two that another one in the same transaction speaks about.
 */
function scopesOf({ prepared }: Ready): string[] {
  const cluster = prepared.cluster?.id ?? 0;
  const { scopes, inventory, header } = prepared.collected;
  const images = inventory.flatMap((item) => (item.item === "workload" ? item.images.map(({ image }) => image) : []));
  return [
    ...(inventory.length > 0 ? [`all of ${cluster}`] : []),
    ...images.map((image) => `image ${image.repository}`),
    ...scopes.map(({ target, tool, class: name }) => {
      if (target?.kind === "image") return `image ${target.repository}`;
      return `${cluster} ${target ? assetKey(target) : "cluster"} ${name} ${tool ?? header.tool}`;
    }),
  ];
}

/** Ids of the clusters whose units a report may change; 0 holds what runs nowhere, sources among it. */
function placedIn({ prepared: { cluster, collected } }: Ready): number[] {
  if (!cluster) return [0];
  return collected.scopes.some(({ target }) => target?.kind === "repository") ? [cluster.id, 0] : [cluster.id];
}

async function mergeBatch({ pool, client }: Connections, batch: Ready[]): Promise<void> {
  const stop = metrics().mergeSeconds.startTimer();
  const clusters = new Set(batch.flatMap(placedIn));
  const latest = Math.max(...batch.map(({ prepared }) => Date.parse(prepared.observedAt)));
  const at = new Date(latest).toISOString();
  const dry = batch.length === 1 && batch[0]?.report.options.dryRun === true;
  let written = 0;
  let idle: number[] = [];
  let preview: (() => Promise<void>) | null = null;
  try {
    await mergeReports(
      { pool, client },
      batch.map(({ prepared }) => prepared),
      async (counts, commit) => {
        const ended: { report: Claimed; done: Finished }[] = [];
        for (const item of batch) {
          const merged = counts.get(item.report.id);
          if (!merged) throw new Error(`report ${item.report.id} has no counts`);
          const done = resultOf(item, merged, dry);
          written += merged.created + merged.reopened + merged.closed + merged.updated;
          if (!dry) ended.push({ report: item.report, done });
          else {
            preview = () => finish(client, item.report, done);
            throw new DryRun();
          }
        }
        await finishAll(client, ended, () => [
          enqueueUnits(client, clusters, at),
          idleOf(client, [...clusters]).then((ids) => {
            idle = ids;
          }),
          commit(),
        ]);
      },
    );
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
    await (preview as (() => Promise<void>) | null)?.();
  } finally {
    stop();
  }
  if (dry) return;
  metrics().findingsWritten.inc(written);
  for (const { prepared, started } of batch) {
    metrics().imports.inc({ format: prepared.collected.format, state: "done" });
    metrics().importSeconds.observe({ format: prepared.collected.format }, (Date.now() - started) / 1000);
  }
  await foldNow(pool, written);
  // Coverage follows at once when the last report that waits for a cluster is merged; until then, and should this
  // process die here, the queued job sees to it.
  for (const clusterId of idle) {
    await foldKnownPods(pool, clusterId, new Date(at));
    await refreshUnits(pool, clusterId, new Date(at));
  }
}

/**
 * The clusters that no other report waits for. Of two that end at the same time each sees the other: then nobody does at
 * once what the queued job will do.
 */
async function idleOf(client: PoolClient, clusters: number[]): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>({
    name: "clusters-idle",
    // Looked up for each, where NOT EXISTS would read all that wait.
    text: `SELECT id FROM unnest($1::int[]) u(id) WHERE (SELECT id FROM report r WHERE r.state IN ('queued', 'processing')
             AND r.cluster_id = u.id LIMIT 1) IS NULL ORDER BY id`,
    values: [clusters],
  });
  return rows.map(({ id }) => id);
}

/** So many changed findings leave sums behind that are worth a look. */
const FOLD_AFTER = 500;
let unfolded = 0;

/** While imports follow each other, the sums that wait would become many. */
async function foldNow(pool: Pool, written: number): Promise<void> {
  unfolded += written;
  if (unfolded < FOLD_AFTER) return;
  unfolded = 0;
  await pool.query({ name: "posture-fold", text: "SELECT posture_fold(3000)" });
}
