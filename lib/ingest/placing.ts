import type { PoolClient } from "pg";
import { runnings } from "../domain/vocabulary";
import type { AssetRef } from "../importers/types";
import { type AssetFound, assetIdentity } from "./assets";
import { type Cluster, namespaceLabels } from "./inventory";
import type { Owners } from "./ownership";
import {
  addPast,
  addPlacements,
  type Moment,
  type PastPlacement,
  type PlacementRow,
  placementsOf,
  ranThen,
  removePlacements,
  SOURCE,
} from "./placements";
import { isGlobal, namespaceOf, unitOf } from "./subjects";

export interface PlacingInput {
  cluster: Cluster | null;
  /** Things that the report speaks about. */
  refs: AssetRef[];
  /** Images that the report itself sees in workloads. */
  placed: { image: AssetRef; workload: AssetRef }[];
  assets: Map<string, AssetFound>;
  /** What knownPlacements says of them, if that was asked for several reports at once. */
  known: Map<string, Date | null> | null;
  /** Place of the cluster itself. */
  clusterPlace: number;
  owners: Owners;
}

/**
 * Gives a place to everything a report speaks about: things of a cluster lie where they are; an image runs where the
 * report says or, unless the configuration of the cluster knows better, is declared for the cluster of the request.
 */
export async function placeReported(moment: Moment, input: PlacingInput): Promise<void> {
  const { cluster, refs, assets } = input;
  const assetOf = (ref: AssetRef) => assets.get(assetIdentity({ ref, clusterId: cluster?.id ?? 0 })) as AssetFound;
  const unique = new Map(refs.map((ref) => [assetOf(ref).id, ref]));
  const known = input.known ?? (await knownPlacements(moment.client, [...unique.keys()]));
  for (const [id, keys] of groupedBy([...unique.keys()], (key) => homeOf(unique.get(key) as AssetRef, cluster))) {
    const later = keys.filter((key) => {
      const arrived = known.get(`${key} ${id}`);
      return arrived && arrived.getTime() > Date.parse(moment.at);
    });
    if (later.length > 0)
      await moment.client.query("SELECT place_seen($1, $2, $3, $4)", [later, id, moment.at, moment.reportId]);
  }
  const ids = [...unique.keys()].filter((id) => !isGlobal(unique.get(id) as AssetRef));
  const labels = await labelsOf(moment, ids, cluster?.id ?? 0);
  const rows: PlacementRow[] = [];

  for (const [id, ref] of unique) {
    const self = assetOf(ref);
    if (isGlobal(ref) || !cluster || self.gone || known.has(`${id} ${cluster.id}`)) continue;
    if (ref.kind === "workload" && unitOf(ref) === "workload" && isOutdated(moment, cluster)) continue;
    const team = input.owners.at(cluster.slug, namespaceOf(ref), labels.get(id) ?? {});
    rows.push({
      subject: self.subjectId,
      place: self.placeId,
      asset: id,
      workload: id,
      cluster: cluster.id,
      team,
      fixTeam: team,
      source: SOURCE.report,
      running: runnings.code("unknown"),
      exposed: false,
      since: null,
    });
  }
  await addPlacements(moment, rows);
  const passed = cluster ? await placeInWorkloads(moment, input, cluster, labels) : new Set<number>();

  const added = rows.length > 0 || input.placed.length > 0;
  const after = added ? await knownPlacements(moment.client, [...unique.keys()]) : known;
  const declared: PlacementRow[] = [];
  const homeless = [...unique].flatMap(([id, ref]) => {
    if (!isGlobal(ref) || passed.has(id)) return [];
    const here = ref.kind === "image" ? cluster : null;
    const key = here ? `${id} ${here.id}` : `${id}`;
    return after.has(key) ? [] : [{ id, ref, here, key }];
  });
  // What ran when a late report looked at it had a place then, and has none now.
  const then = await ranThen(
    moment,
    homeless.map(({ id }) => id),
  );
  for (const { id, ref, here, key } of homeless) {
    if (then.has(key)) continue;
    const asset = assetOf(ref);
    const team = here ? input.owners.at(here.slug, "", {}) : input.owners.nowhere(ref);
    declared.push({
      subject: asset.subjectId,
      place: here ? input.clusterPlace : 0,
      asset: id,
      workload: id,
      cluster: here?.id ?? 0,
      team,
      fixTeam: input.owners.fix(ref) || team,
      source: here ? SOURCE.declared : SOURCE.none,
      running: runnings.code(here?.inventoryAt ? "no" : "unknown"),
      exposed: false,
      since: null,
    });
  }
  await addPlacements(moment, declared);
  // Others of the same batch may speak of the same things.
  if (input.known && (added || declared.length > 0))
    for (const [key, arrived] of await knownPlacements(moment.client, [...unique.keys()]))
      input.known.set(key, arrived);
}

/** Is there a newer configuration of the whole cluster? Then what it does not have is not there. */
function isOutdated({ at }: Moment, { inventoryAt }: Cluster): boolean {
  return inventoryAt !== null && inventoryAt.toISOString() > at;
}

/** The cluster that a report places a thing in; 0: in none, as source repositories always are. */
const homeOf = (ref: AssetRef, cluster: Cluster | null) =>
  isGlobal(ref) && ref.kind !== "image" ? 0 : (cluster?.id ?? 0);

function groupedBy(keys: number[], of: (key: number) => number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (const key of keys) groups.set(of(key), [...(groups.get(of(key)) ?? []), key]);
  return groups;
}

/**
 * Keys `ASSET` and `ASSET CLUSTER` of the assets that have a place; with the latest time at which a thing that is placed
 * on itself is known to have come there: a report may come late that shows it there before.
 */
export async function knownPlacements(client: PoolClient, ids: number[]): Promise<Map<string, Date | null>> {
  const { rows } = await client.query<{ asset: number; cluster: number; arrived: Date | null }>({
    name: "placements-known",
    text: `SELECT asset_id AS asset, cluster_id AS cluster, max(arrived_at) FILTER (WHERE workload_id = asset_id) AS arrived
           FROM placement WHERE asset_id = ANY ($1) GROUP BY 1, 2`,
    values: [ids],
  });
  return new Map(
    rows.flatMap((row): [string, Date | null][] => [
      [`${row.asset}`, null],
      [`${row.asset} ${row.cluster}`, row.arrived],
    ]),
  );
}

async function labelsOf(
  { client }: Moment,
  ids: number[],
  clusterId: number,
): Promise<Map<number, Record<string, string>>> {
  if (ids.length === 0) return new Map();
  const namespaces = await namespaceLabels(client, clusterId);
  const { rows } = await client.query<{ id: number; namespace: string; labels: Record<string, string> | null }>(
    "SELECT a.id, q.namespace, a.labels FROM asset a JOIN place q ON q.id = a.place_id WHERE a.id = ANY ($1)",
    [ids],
  );
  return new Map(rows.map((row) => [row.id, { ...namespaces.get(row.namespace), ...row.labels }]));
}

/** Returns the images that a newer word says are no longer where the report saw them. */
async function placeInWorkloads(
  moment: Moment,
  input: PlacingInput,
  cluster: Cluster,
  labels: Map<number, Record<string, string>>,
): Promise<Set<number>> {
  const { placed, assets, owners } = input;
  if (placed.length === 0) return new Set();
  const assetOf = (ref: AssetRef) => assets.get(assetIdentity({ ref, clusterId: cluster.id })) as AssetFound;
  const have = await placementsOf(moment.client, [...new Set(placed.map(({ workload }) => assetOf(workload).id))]);
  const stated = new Set(placed.map(({ image, workload }) => `${assetOf(image).id} ${assetOf(workload).id}`));
  const exposed = new Set(have.filter((row) => row.exposed).map((row) => row.workload));
  const add: PlacementRow[] = [];
  const remove = new Map<string, (typeof have)[number]>();
  const passed = new Set<number>();
  const past: PastPlacement[] = [];
  // What a configuration has is as new as the latest one that has its workload, and the row of that says when.
  const own = new Map(have.filter((row) => row.asset === row.workload).map((row) => [row.workload, row]));
  const configured = new Set(
    [...own.values()]
      .filter((row) => row.source & SOURCE.inventory && row.seenAt.toISOString() > moment.at)
      .map((row) => row.asset),
  );
  const newer = (row: (typeof have)[number]) =>
    row.seenAt.toISOString() > moment.at || ((row.source & SOURCE.inventory) !== 0 && configured.has(row.workload));
  for (const { image, workload } of placed) {
    const asset = assetOf(image);
    const target = assetOf(workload);
    const others = have.filter(
      (row) =>
        row.subject === asset.subjectId &&
        row.workload === target.id &&
        row.asset !== asset.id &&
        !stated.has(`${row.asset} ${row.workload}`),
    );
    // Another version there, or a newer configuration that does not have it: the newer word holds.
    const stands = have.some((row) => row.workload === target.id && row.asset === asset.id);
    const team = owners.at(cluster.slug, namespaceOf(workload), labels.get(target.id) ?? {});
    if (others.some(newer) || ((configured.has(target.id) || !own.has(target.id)) && !stands)) {
      passed.add(asset.id);
      const arrivals = others.filter(newer).flatMap(({ arrivedAt }) => arrivedAt?.toISOString() ?? []);
      const until = arrivals.filter((arrived) => arrived > moment.at).sort()[0];
      const key = { subject: asset.subjectId, place: target.placeId, asset: asset.id, workload: target.id };
      if (until && !stands) past.push({ ...key, team, until });
      continue;
    }
    for (const row of others) remove.set(`${row.asset} ${row.workload}`, row);
    add.push({
      subject: asset.subjectId,
      place: target.placeId,
      asset: asset.id,
      workload: target.id,
      cluster: cluster.id,
      team,
      fixTeam: owners.fix(image) || team,
      source: SOURCE.report,
      running: runnings.code("unknown"),
      exposed: exposed.has(target.id),
      since: null,
    });
  }
  await removePlacements(moment, [...remove.values()]);
  await addPlacements(moment, add);
  await addPast(moment, past);
  return passed;
}
