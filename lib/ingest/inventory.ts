import type { PoolClient } from "pg";
import { runnings } from "../domain/vocabulary";
import type { AssetRef, InventoryItem } from "../importers/types";
import { type AssetFound, assetIdentity } from "./assets";
import { storeExposures, updateExposure } from "./exposure";
import type { Owners } from "./ownership";
import {
  addPlacements,
  changePlacements,
  type Moment,
  type PlacementChange,
  type PlacementRow,
  placementKey,
  placementsOf,
  removePlacements,
  SOURCE,
} from "./placements";

export interface Cluster {
  id: number;
  slug: string;
  /** Time of the first and of the latest complete inventory before this one. */
  inventoryFrom: Date | null;
  inventoryAt: Date | null;
}

type Thing = Extract<InventoryItem, { item: "node" | "namespace" | "service_account" | "workload" }>;

/** What a configuration lists where its importer does not say. */
export const ALL_KINDS = ["node", "namespace", "service_account", "workload"];

export interface InventoryInput {
  cluster: Cluster;
  items: InventoryItem[];
  /** "" for the whole cluster, else the namespace that the file is all of (only with `complete`). */
  namespace: string;
  /** Kinds of items of which the file lists all (`node`, `workload`, `workload/Deployment`, …): only these can be gone. */
  listed: string[];
  assets: Map<string, AssetFound>;
  owners: Owners;
}

export function refOf(item: Thing): AssetRef {
  switch (item.item) {
    case "node":
      return { kind: "node", name: item.name };
    case "namespace":
      return { kind: "namespace", name: item.name };
    case "service_account":
      return { kind: "service_account", namespace: item.namespace, name: item.name };
    case "workload":
      return { kind: "workload", namespace: item.namespace, workloadKind: item.workloadKind, name: item.name };
  }
}

export function isThing(item: InventoryItem): item is Thing {
  return item.item !== "service" && item.item !== "route";
}

/** All assets that an inventory names, the images of its workloads included. */
export function inventoryRefs(items: InventoryItem[]): AssetRef[] {
  return items
    .filter(isThing)
    .flatMap((item) => [refOf(item), ...(item.item === "workload" ? item.images.map(({ image }) => image) : [])]);
}

/**
 * Carries a cluster configuration into assets and placements. What a workload in the file runs is all that it runs;
 * what is not in the file goes only when the file is complete. Fills the merge's tables; nothing is derived yet.
 */
export async function mergeInventory(moment: Moment, input: InventoryInput): Promise<void> {
  const { cluster, items, assets, owners } = input;
  const { client, at } = moment;
  const assetOf = (ref: AssetRef) => assets.get(assetIdentity({ ref, clusterId: cluster.id })) as AssetFound;
  const outdated = cluster.inventoryAt !== null && cluster.inventoryAt.toISOString() > at;
  const stated = await statedAt(
    client,
    items.filter(isThing).map((item) => assetOf(refOf(item)).id),
  );
  // What a newer configuration said of a thing holds, also that it is not there.
  const things = items.filter(isThing).filter((item) => {
    const { id, gone } = assetOf(refOf(item));
    const known = stated.get(id);
    return !gone && (known ? known <= at : !(outdated && item.item === "workload"));
  });
  await writeLabels(
    client,
    things.map((item) => ({ id: assetOf(refOf(item)).id, item })),
  );
  const namespaces = await namespaceLabels(client, cluster.id);

  const wanted = new Map<string, PlacementRow>();
  const workloads: number[] = [];
  for (const item of things) {
    const ref = refOf(item);
    const self = assetOf(ref);
    const namespace = "namespace" in item ? item.namespace : item.item === "namespace" ? item.name : "";
    const labels = { ...namespaces.get(namespace), ...item.labels };
    const team = owners.at(cluster.slug, namespace, labels);
    const running = runnings.code(item.item === "workload" && !item.running ? "no" : "yes");
    const base = { cluster: cluster.id, team, source: SOURCE.inventory, running, exposed: false, since: null };
    const own = {
      ...base,
      subject: self.subjectId,
      place: self.placeId,
      asset: self.id,
      workload: self.id,
      fixTeam: team,
    };
    wanted.set(placementKey(own), own);
    workloads.push(self.id);
    if (item.item !== "workload") continue;
    for (const { image } of item.images) {
      const asset = assetOf(image);
      const row = {
        ...base,
        subject: asset.subjectId,
        place: self.placeId,
        asset: asset.id,
        workload: self.id,
        fixTeam: owners.fix(image) || team,
      };
      wanted.set(placementKey(row), row);
    }
  }

  const have = await placementsOf(client, workloads);
  const known = new Set(have.map((row) => row.workload));
  const changes: PlacementChange[] = [];
  const removed = [];
  for (const row of have) {
    const want = wanted.get(placementKey(row));
    if (!want) {
      // A report that is newer than this configuration may know better.
      if (row.seenAt.toISOString() <= at || row.source & SOURCE.inventory) removed.push(row);
      else changes.push(...retained(row, wanted));
    } else if (want.team !== row.team || want.running !== row.running) {
      changes.push({
        subject: row.subject,
        place: row.place,
        asset: row.asset,
        workload: row.workload,
        team: want.team,
        fixTeam: want.fixTeam,
        running: want.running,
      });
    }
  }
  // Where an earlier inventory did not have it, it began to run by the time of this one.
  const earlier = cluster.inventoryFrom !== null && cluster.inventoryFrom.toISOString() < at;
  const began = (row: PlacementRow) =>
    row.asset === row.workload ? earlier && !known.has(row.workload) : earlier || stated.has(row.workload);
  const exposedNow = new Map(
    have.filter((row) => row.asset === row.workload).map((row) => [row.workload, row.exposed]),
  );
  const fresh = [...wanted.values()].map((row) => ({
    ...row,
    exposed: exposedNow.get(row.workload) ?? false,
    since: began(row) ? at : null,
  }));
  await removePlacements(moment, removed);
  await addPlacements(moment, fresh);
  await changePlacements(moment, changes);
  await client.query(
    "UPDATE placement SET seen_at = $2 WHERE asset_id = ANY ($1) AND workload_id = asset_id AND seen_at < $2",
    [workloads, at],
  );
  if (input.listed.length > 0) await removeMissing(moment, cluster.id, input, workloads);
  const services = items.filter((item) => item.item === "service");
  const routes = items.filter((item) => item.item === "route");
  if (!outdated) await storeExposures(client, cluster.id, services, routes, input);
  await updateExposure(moment, cluster.id);
  // Only pods tell all that runs.
  const whole = input.namespace === "" && input.listed.includes("workload");
  await client.query(
    "UPDATE cluster SET inventory_from = least(inventory_from, $2), inventory_at = greatest(inventory_at, $2) WHERE id = $1 AND $3",
    [cluster.id, at, whole],
  );
  if (whole) await idleDeclared(moment, cluster.id);
}

/** What a newer report saw in a workload stays; it goes to another team with its workload. */
function retained(row: PlacementRow, wanted: Map<string, PlacementRow>): PlacementChange[] {
  const own = [...wanted.values()].find(({ asset, workload }) => asset === row.workload && workload === row.workload);
  if (!own || own.team === row.team) return [];
  const { subject, place, asset, workload, fixTeam } = row;
  return [{ subject, place, asset, workload, team: own.team, fixTeam: fixTeam === row.team ? own.team : fixTeam }];
}

/** When the latest configuration that had them was made, for things that one had. */
async function statedAt(client: PoolClient, ids: number[]): Promise<Map<number, string>> {
  const { rows } = await client.query<{ id: number; at: Date }>(
    `SELECT asset_id AS id, seen_at AS at FROM placement WHERE asset_id = ANY ($1) AND workload_id = asset_id AND source & $2 <> 0`,
    [ids, SOURCE.inventory],
  );
  return new Map(rows.map((row) => [row.id, row.at.toISOString()]));
}

/** Labels and attributes of the things, written where they differ. */
async function writeLabels(client: PoolClient, things: { id: number; item: Thing }[]): Promise<void> {
  const rows = things.map(({ id, item }) => ({
    id,
    labels: item.labels,
    attributes:
      item.item === "workload"
        ? {
            workloadKind: item.workloadKind,
            podLabels: item.podLabels,
            serviceAccount: item.serviceAccount,
            running: item.running,
          }
        : item.item === "node"
          ? item.attributes
          : {},
  }));
  await client.query({
    name: "assets-describe",
    text: `UPDATE asset a SET labels = g.labels, attributes = g.attributes
           FROM jsonb_to_recordset($1::jsonb) g(id int, labels jsonb, attributes jsonb)
           WHERE a.id = g.id AND (a.labels, a.attributes) IS DISTINCT FROM (g.labels, g.attributes)`,
    values: [JSON.stringify(rows)],
  });
}

export async function namespaceLabels(
  client: PoolClient,
  clusterId: number,
): Promise<Map<string, Record<string, string>>> {
  const { rows } = await client.query<{ name: string; labels: Record<string, string> | null }>(
    "SELECT name, labels FROM asset WHERE cluster_id = $1 AND kind = 2",
    [clusterId],
  );
  return new Map(rows.map((row) => [row.name, row.labels ?? {}]));
}

/**
 * Things of the area that a complete inventory does not have are gone, with all that ran in them; not what a
 * configuration or report that is newer saw there. Labels stay known: should it come back, they say whose it is.
 */
async function removeMissing(
  moment: Moment,
  clusterId: number,
  { namespace, listed }: InventoryInput,
  present: number[],
): Promise<void> {
  const { client, at } = moment;
  const { rows } = await client.query<{ id: number }>(
    `UPDATE asset a SET gone_at = $4, attributes = NULL FROM place q, subject s WHERE q.id = a.place_id AND s.id = a.subject_id AND a.cluster_id = $1
       AND a.gone_at IS NULL AND NOT a.id = ANY ($3) AND ($2 = '' OR (q.namespace = $2 AND a.kind <> 2))
       AND CASE a.kind WHEN 1 THEN 'node' = ANY ($5) WHEN 2 THEN 'namespace' = ANY ($5) WHEN 6 THEN 'service_account' = ANY ($5)
         WHEN 3 THEN s.unit = 0 AND ('workload' = ANY ($5) OR 'workload/' || split_part(a.key, '/', 3) = ANY ($5)) ELSE false END
       AND NOT EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = a.id AND p.workload_id = a.id AND p.seen_at > $4)
       AND NOT EXISTS (SELECT 1 FROM scope c WHERE c.target_id = a.id AND c.observed_at > $4)
     RETURNING a.id`,
    [clusterId, namespace, present, at, listed],
  );
  await removePlacements(
    moment,
    await placementsOf(
      client,
      rows.map((row) => row.id),
    ),
  );
}

/** What was only declared for a cluster, and is not in its complete inventory, is known not to run there. */
async function idleDeclared(moment: Moment, clusterId: number): Promise<void> {
  const { rows } = await moment.client.query<PlacementChange>(
    `SELECT subject_id AS subject, place_id AS place, asset_id AS asset, workload_id AS workload FROM placement
     WHERE cluster_id = $1 AND source = $2 AND running <> 2`,
    [clusterId, SOURCE.declared],
  );
  await changePlacements(
    moment,
    rows.map((row) => ({ ...row, running: runnings.code("no") })),
  );
}
