import type { Pool } from "pg";
import { assetKey } from "../../domain/identity/asset-key";
import { mergeReports } from "../../ingest/merge";
import { enqueue } from "../../jobs/enqueue";
import { metrics } from "../../telemetry/metrics";
import { refreshUnits } from "../posture/refresh-units";
import { finish } from "./finish";
import { resultOf } from "./result";
import type { Ready } from "./types";

class DryRun extends Error {}

/** Merges parsed reports: together where no two speak of the same scope, one after the other where they do. */
export async function mergeQueued(pool: Pool, ready: Ready[]): Promise<void> {
  const ordered = [...ready].sort((a, b) => (a.prepared.observedAt < b.prepared.observedAt ? -1 : 1));
  for (const batch of batchesOf(ordered)) await mergeBatch(pool, batch);
}

function batchesOf(ready: Ready[]): Ready[][] {
  const batches: { items: Ready[]; scopes: Set<string> }[] = [];
  for (const item of ready) {
    const scopes = scopesOf(item);
    const last = batches.at(-1);
    if (last && !scopes.some((scope) => last.scopes.has(scope))) {
      last.items.push(item);
      for (const scope of scopes) last.scopes.add(scope);
    } else batches.push({ items: [item], scopes: new Set(scopes) });
  }
  return batches.map((batch) => batch.items);
}

/** Images by repository: two entries may name one version by digest and by tag. */
function scopesOf({ prepared }: Ready): string[] {
  const cluster = prepared.cluster?.id ?? 0;
  if (prepared.collected.inventory.length > 0 || prepared.complete) return [`all of ${cluster}`];
  return prepared.collected.scopes.map(({ target, class: name }) => {
    if (target?.kind === "image") return `image ${target.repository} ${name}`;
    return `${cluster} ${target ? assetKey(target) : "cluster"} ${name} ${prepared.collected.header.tool}`;
  });
}

async function mergeBatch(pool: Pool, batch: Ready[]): Promise<void> {
  const stop = metrics().mergeSeconds.startTimer();
  const clusters = new Set(batch.map(({ prepared }) => prepared.cluster?.id ?? 0));
  const dry = batch.length === 1 && batch[0]?.report.options.dryRun === true;
  let written = 0;
  let preview: (() => Promise<void>) | null = null;
  try {
    await mergeReports(
      pool,
      batch.map(({ prepared }) => prepared),
      async (client, counts) => {
        for (const item of batch) {
          const merged = counts.get(item.report.id);
          if (!merged) throw new Error(`report ${item.report.id} has no counts`);
          const done = resultOf(item, merged, dry);
          written += merged.created + merged.reopened + merged.closed + merged.updated;
          if (!dry) await finish(client, item.report, done);
          else {
            preview = async () => {
              const own = await pool.connect();
              await finish(own, item.report, done).finally(() => own.release());
            };
            throw new DryRun();
          }
        }
        for (const clusterId of clusters)
          await enqueue(client, "refresh-units", { clusterId }, { key: `units-${clusterId}`, delaySeconds: 2 });
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
  // Scores are right when the sender hears that it is done; should this process die here, the queued job does it.
  for (const clusterId of clusters) await refreshUnits(pool, clusterId);
}
