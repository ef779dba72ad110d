import type { PoolClient } from "pg";
import { pipelined } from "../../db/pipeline";
import type { AssetRef } from "../../importers/types";
import { type AssetFound, assetIdentity, resolveAssets } from "../assets";
import { mergeBom } from "../components";
import { ALL_KINDS, type Cluster, inventoryRefs, mergeInventory } from "../inventory";
import type { ToolId } from "../places";
import { knownPlacements, placeReported } from "../placing";
import { loadScopes, type ScopeState } from "../scopes";
import type { CollectedScope } from "../types";
import type { Known } from "./begin";
import type { Names } from "./names";
import { CLUSTER_REF, clusterOf, type Prepared, refsOf } from "./prepared";

/** A report whose things have their ids. */
interface Named {
  report: Prepared;
  cluster: Cluster | null;
  refs: AssetRef[];
  assets: Map<string, AssetFound>;
  assetOf(ref: AssetRef): AssetFound;
  toolOf(scope: CollectedScope): number;
  scopes: CollectedScope[];
}

/** A report whose things have their places. */
export type Placed = Pick<Named, "report" | "cluster" | "assets" | "assetOf" | "toolOf" | "scopes">;

export const isFinding = (scope: CollectedScope) => scope.class !== "inventory";

/**
 * Makes the assets that reports speak about, in the order of the reports, and gives them their places.
 * @returns the reports, and what their scopes said until now by scopeIdentity()
 */
export async function placeAll(
  client: PoolClient,
  group: Prepared[],
  names: Names,
  known: Known,
): Promise<{ placed: Placed[]; states: Map<string, ScopeState> }> {
  const placed: Named[] = [];
  for (const report of group) placed.push(await nameAssets(client, report, names, known));
  const assets = new Set(placed.flatMap((one) => [...one.assets.values()].map(({ id }) => id)));
  // What an inventory changes is looked up behind it.
  const still = group.every(({ collected }) => collected.inventory.length === 0);
  const [standing, states] = await pipelined(client, () => [
    still ? knownPlacements(client, [...assets]) : Promise.resolve(null),
    loadScopes(client, placed.flatMap(scopesWanted)),
  ]);
  for (const one of placed) await place(client, one, names, known, standing);
  return { placed, states };
}

async function nameAssets(client: PoolClient, report: Prepared, names: Names, known: Known): Promise<Named> {
  const { reportId, observedAt: at, collected } = report;
  const { subjects, places, tools } = names;
  const clusterId = clusterOf(report);
  const refs = refsOf(report);
  const all = [...refs, ...inventoryRefs(collected.inventory)].map((ref) => ({ ref, clusterId }));
  const assets = await resolveAssets({ client, subjects, places, images: known.images, at, reportId }, all);
  const witness = (scope: CollectedScope) => tools.get(scope.tool ?? collected.header.tool) as ToolId;
  return {
    report,
    cluster: known.clusters.get(clusterId) ?? null,
    refs,
    assets,
    assetOf: (ref) => assets.get(assetIdentity({ ref, clusterId })) as AssetFound,
    toolOf: (scope) => witness(scope).id,
    // Tools that share an id are kept apart by their names.
    scopes: collected.scopes.map((scope) =>
      witness(scope).shared ? { ...scope, profile: `${scope.tool ?? collected.header.tool},${scope.profile}` } : scope,
    ),
  };
}

const scopesWanted = ({ report, scopes, assetOf, toolOf }: Named) =>
  scopes.filter(isFinding).map((scope) => ({
    scope,
    toolId: toolOf(scope),
    clusterId: clusterOf(report),
    targetId: assetOf(scope.target ?? CLUSTER_REF).id,
    seen: (scope.known?.length && report.memory?.rowOf(scope.known[0] as number).seen) || null,
  }));

/** @param standing what knownPlacements() says of the assets of all reports; null: it is asked anew */
async function place(
  client: PoolClient,
  { report, cluster, refs, assets, assetOf, toolOf, scopes }: Named,
  { places, components }: Names,
  { owners }: Known,
  standing: Map<string, Date | null> | null,
): Promise<void> {
  const { reportId, observedAt: at, collected, namespace } = report;
  const moment = { client, at, reportId };
  if (cluster && collected.inventory.length > 0) {
    const scope = collected.scopes.find((item) => item.class === "inventory");
    const listed = scope?.complete ? (scope.assessed ?? ALL_KINDS) : [];
    await mergeInventory(moment, { cluster, items: collected.inventory, namespace, listed, assets, owners });
  }
  const placed = collected.scopes.flatMap((scope) =>
    scope.target?.kind === "image"
      ? scope.placedOn.map((workload) => ({ image: scope.target as AssetRef, workload }))
      : [],
  );
  const clusterPlace = places.get(`${clusterOf(report)} `) ?? 0;
  await placeReported(moment, { cluster, refs, placed, assets, known: standing, clusterPlace, owners });
  for (const scope of scopes) {
    if (!scope.components || !scope.target) continue;
    const { profile, observedAt } = scope;
    const bom = { assetId: assetOf(scope.target).id, toolId: toolOf(scope), profile, at: observedAt ?? at };
    await mergeBom(client, { ...bom, components: scope.components.values() }, components);
  }
}
