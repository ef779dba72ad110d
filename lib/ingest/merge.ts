import type { Pool, PoolClient } from "pg";
import { locatedKinds, resultClasses } from "../domain/vocabulary";
import type { AssetRef } from "../importers/types";
import { askTogether, type Question } from "./ask";
import { type AssetFound, assetIdentity, imageIndex, imagesNamed, resolveAssets } from "./assets";
import { mergeBom, resolveComponents } from "./components";
import type { Change } from "./copy";
import { stage } from "./copy";
import { findingsOf } from "./findings";
import { ALL_KINDS, type Cluster, inventoryRefs, mergeInventory } from "./inventory";
import { clusterLocks, subjectLocks } from "./locks";
import { type Again, rowsIn } from "./marks";
import type { Memory } from "./memory";
import { loadOwners, ownersBy, ownershipRules } from "./ownership";
import { resolvePlaces, resolveTool, type ToolId } from "./places";
import { knownPlacements, placeReported } from "./placing";
import { countSupported, mergeStaged, writeScopes } from "./record";
import { resolveRows } from "./resolve";
import { followMerges, mergedSince, resolveAllRules } from "./rules";
import { catalogueVersion } from "./rules/cache";
import { lookUp } from "./rules/look-up";
import { changeOf, loadScopes, ReadAgain, type ResolvedScope, type ScopeChange, scopeIdentity } from "./scopes";
import { missingSiblings } from "./siblings";
import { isGlobal, namespaceOf, resolveSubjects, type SubjectWanted, subjectIdentity } from "./subjects";
import type { Collected, CollectedScope, MergeCounts } from "./types";

/** A parsed report with what the request and the clock add to it. */
export interface Prepared {
  reportId: string;
  cluster: { id: number; slug: string } | null;
  /** When its tool looked: from the file, else the sender, else arrival. ISO. */
  observedAt: string;
  /** False where arrival stands for it. */
  dated: boolean;
  /** "" for the whole cluster; the namespace that a configuration is all of. */
  namespace: string;
  /** The sender's word that a configuration or List is all there is. */
  complete: boolean;
  force: boolean;
  collected: Collected;
  /** What `known` of its scopes refers to; null: all of it was read. */
  memory: Memory | null;
}

const CLUSTER_REF: AssetRef = { kind: "cluster" };

/** A report whose things have their places. */
interface Placed {
  report: Prepared;
  cluster: Cluster | null;
  assets: Map<string, AssetFound>;
  assetOf(ref: AssetRef): AssetFound;
  toolOf(scope: CollectedScope): number;
  scopes: CollectedScope[];
}

/** Everything a report speaks about, with the workloads that it sees images in. */
function refsOf({ collected, cluster }: Prepared): AssetRef[] {
  const refs: AssetRef[] = [];
  for (const scope of collected.scopes) {
    refs.push(scope.target ?? CLUSTER_REF, ...scope.placedOn);
    for (const row of scope.rows) if (row.asset !== scope.target) refs.push(row.asset);
  }
  return cluster ? refs : refs.filter(isGlobal);
}

/**
 * Merges reports into detections, findings, journal and roll-up, in one transaction: all of them or none.
 * `finish` runs inside it, last, with the counts by report id; throwing there undoes everything (dry runs do).
 * Throws ReadAgain for a report of which was recognised what does not hold any more; nothing is merged then.
 */
export async function mergeReports(
  pool: Pool,
  reports: Prepared[],
  finish: (client: PoolClient, counts: Map<string, MergeCounts>) => Promise<void>,
): Promise<void> {
  const version = await catalogueVersion(pool);
  const rules = await resolveAllRules(
    pool,
    reports.map(({ collected }) => collected.rules),
    version,
  );
  const ruleIds = new Map(reports.map((report, index) => [report.reportId, rules[index] as Map<string, number>]));
  const wanted: SubjectWanted[] = reports.flatMap((report) =>
    [...refsOf(report), ...inventoryRefs(report.collected.inventory)].map((ref) => ({
      ref,
      clusterId: report.cluster?.id ?? 0,
    })),
  );
  const subjects = await resolveSubjects(pool, wanted, async () => (await loadOwners(pool)).fix);
  const places = await resolvePlaces(pool, [
    ...reports.map((report) => ({ clusterId: report.cluster?.id ?? 0, namespace: "" })),
    ...wanted
      .filter(({ ref }) => !isGlobal(ref))
      .map(({ ref, clusterId }) => ({ clusterId, namespace: namespaceOf(ref) })),
  ]);
  const tools = new Map<string, ToolId>();
  for (const name of new Set(reports.flatMap(({ collected }) => toolsOf(collected))))
    tools.set(name, await resolveTool(pool, name));

  const components = await resolveComponents(
    pool,
    reports.flatMap(({ collected }) => collected.scopes),
  );

  const client = await pool.connect();
  try {
    const known = wanted
      .filter(({ ref }) => isGlobal(ref))
      .map((item) => subjects.get(subjectIdentity(item)) as number);
    // Statements one after the other, sent at once. What is asked in a merge is found by its keys however many there
    // are: to plan it anew each time takes longer than to find it.
    const begin = [
      "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off",
      ...clusterLocks({ clusters: clustersOf(reports) }),
    ];
    const still = reports.every((report) => report.collected.inventory.length === 0);
    if (still) await client.query([...begin, subjectLocks(known), "SELECT merge_begin()"].join("; "));
    else {
      await client.query(begin.join("; "));
      const moved = await subjectsInInventories(client, reports);
      await client.query([subjectLocks([...moved, ...known]), "SELECT merge_begin()"].join("; "));
    }
    const [merged, ownership, ofClusters, ofImages] = await askTogether(client, "merge-known", [
      mergedSince(version),
      ownershipRules,
      clustersIn(reports),
      imagesNamed(wanted),
    ]);
    followMerges(ruleIds.values(), merged);
    const owners = ownersBy(ownership);
    const clusters = clustersBy(ofClusters);
    const images = imageIndex(ofImages);
    const counts = new Map<string, MergeCounts>();
    const changes: Change[] = [];
    const written: { report: Prepared; input: ResolvedScope; change: ScopeChange }[] = [];
    const doubted = new Set<string>();

    const ordered = [...reports].sort((a, b) => (a.observedAt < b.observedAt ? -1 : 1));
    // What one configuration of a cluster changes the next report sees; images in several reports are not the same.
    for (const group of still ? [ordered] : ordered.map((report) => [report])) {
      const named: { report: Prepared; refs: AssetRef[]; assets: Map<string, AssetFound> }[] = [];
      for (const report of group) {
        const { reportId, observedAt: at, collected } = report;
        const clusterId = report.cluster?.id ?? 0;
        const refs = refsOf(report);
        const context = { client, subjects, places, images, at, reportId };
        const all = [...refs, ...inventoryRefs(collected.inventory)].map((ref) => ({ ref, clusterId }));
        named.push({ report, refs, assets: await resolveAssets(context, all) });
      }
      const ids = new Set(named.flatMap(({ assets }) => [...assets.values()].map(({ id }) => id)));
      const standing = group.length > 1 ? await knownPlacements(client, [...ids]) : null;
      const placedNow: Placed[] = [];
      for (const { report, refs, assets } of named) {
        const { reportId, observedAt: at, collected } = report;
        const clusterId = report.cluster?.id ?? 0;
        const cluster = clusters.get(clusterId) ?? null;
        const moment = { client, at, reportId };
        if (cluster && collected.inventory.length > 0) {
          const scope = collected.scopes.find((item) => item.class === "inventory");
          const listed = scope?.complete ? (scope.assessed ?? ALL_KINDS) : [];
          const { namespace } = report;
          await mergeInventory(moment, { cluster, items: collected.inventory, namespace, listed, assets, owners });
        }
        const placed = collected.scopes.flatMap((scope) =>
          scope.target?.kind === "image"
            ? scope.placedOn.map((workload) => ({ image: scope.target as AssetRef, workload }))
            : [],
        );
        const clusterPlace = places.get(`${clusterId} `) ?? 0;
        await placeReported(moment, { cluster, refs, placed, assets, known: standing, clusterPlace, owners });

        const witness = (scope: CollectedScope) => tools.get(scope.tool ?? collected.header.tool) as ToolId;
        const toolOf = (scope: CollectedScope) => witness(scope).id;
        // Tools that share an id are kept apart by their names.
        const scopes = collected.scopes.map((scope) =>
          witness(scope).shared
            ? { ...scope, profile: `${scope.tool ?? collected.header.tool},${scope.profile}` }
            : scope,
        );
        const assetOf = (ref: AssetRef) => assets.get(assetIdentity({ ref, clusterId })) as AssetFound;
        for (const scope of scopes) {
          if (!scope.components || !scope.target) continue;
          const { profile, observedAt } = scope;
          const bom = { assetId: assetOf(scope.target).id, toolId: toolOf(scope), profile, at: observedAt ?? at };
          await mergeBom(client, { ...bom, components: scope.components.values() }, components);
        }
        placedNow.push({ report, cluster, assets, assetOf, toolOf, scopes });
      }
      const states = await loadScopes(
        client,
        placedNow.flatMap(({ report, scopes, assetOf, toolOf }) =>
          scopes
            .filter((scope) => scope.class !== "inventory")
            .map((scope) => ({
              scope,
              toolId: toolOf(scope),
              clusterId: report.cluster?.id ?? 0,
              targetId: assetOf(scope.target ?? CLUSTER_REF).id,
            })),
        ),
      );
      for (const { report, cluster, assets, assetOf, toolOf, scopes } of placedNow) {
        const { reportId, observedAt: at, collected } = report;
        const clusterId = report.cluster?.id ?? 0;
        const moment = { client, at, reportId };
        const finding = scopes.filter((scope) => scope.class !== "inventory");
        // Scopes that list what they assessed come by the thousand, and mostly list the same.
        const named = [...new Set(finding.flatMap((scope) => scope.assessed ?? []))];
        const catalogue = named.length > 0 ? await lookUp(client, named) : null;
        const idsOf = (codes: string[]) => new Set(codes.flatMap((code) => catalogue?.idsOf(code) ?? []));
        const scanned: ResolvedScope[] = [];
        const stated: ResolvedScope[] = [];
        const total = { new: 0, changed: 0, gone: 0, same: 0 };
        let held = 0;
        for (const scope of finding) {
          const target = assetOf(scope.target ?? CLUSTER_REF);
          const state = states.get(scopeIdentity({ scope, toolId: toolOf(scope), clusterId, targetId: target.id }));
          if (!state) throw new Error(`scope of ${scope.label} was not made`);
          const input: ResolvedScope = {
            scope,
            state,
            targetId: target.id,
            toolId: toolOf(scope),
            at: scope.observedAt ?? at,
            reportId,
            force: report.force,
            events: collected.header.semantics === "events",
            assessed: scope.assessed && idsOf(scope.assessed),
            rows: resolveRows(scope.rows, ruleIds.get(reportId) as Map<string, number>, (ref) => assetOf(ref).id),
            again: scope.known ? againOf(report, scope.known) : null,
            version: BigInt(version),
          };
          stated.push(input);
          const change = scope.known && !input.again ? null : changeOf(input);
          if (!change) {
            doubted.add(reportId);
            continue;
          }
          for (const item of change.changes) changes.push(item);
          for (const key of ["new", "changed", "gone", "same"] as const) total[key] += change.diff[key];
          held += change.held.length;
          written.push({ report, input, change });
          const first = !((target.scanned >> resultClasses.code(scope.class)) & 1);
          if (scope.complete && first) scanned.push(input);
        }
        if (scanned.length > 0) await markScanned(client, scanned);
        if (report.complete && cluster) {
          for (const input of await missingSiblings(moment, {
            clusterId,
            stated: written.map((w) => w.input),
            report,
          })) {
            const change = changeOf(input);
            if (!change) continue;
            for (const item of change.changes) changes.push(item);
            total.gone += change.diff.gone;
            held += change.held.length;
            written.push({ report, input, change });
          }
        }
        counts.set(reportId, {
          created: 0,
          reopened: 0,
          closed: 0,
          updated: 0,
          unchanged: 0,
          held: held > 0,
          heldClosures: held,
          findings: findingsOf(stated, subjectIn(assets), (code) => isLocated(collected, code)),
          scopes: written.filter((w) => w.report === report && !w.change.older).length,
          detections: total,
        });
      }
    }

    if (doubted.size > 0) throw new ReadAgain([...doubted]);
    if (changes.length > 0) await stage(client, changes);
    const changed = await mergeStaged(client);
    await writeScopes(client, written);
    const supported = await countSupported(client, written);
    for (const [id, outcome] of changed) Object.assign(counts.get(id) ?? {}, outcome);
    for (const [id, count] of counts) {
      count.unchanged = Math.max(0, (supported.get(id) ?? 0) - count.created - count.reopened - count.updated);
    }
    await finish(client, counts);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** The rows that a report says again; null when they are of several scopes. */
function againOf({ memory }: Prepared, known: number[]): Again | null {
  let again: Again | null = null;
  for (const entry of known) {
    const found = memory?.rowOf(entry);
    if (!found || (again && again.seen !== found.seen)) return null;
    again ??= { seen: found.seen, rows: new Uint8Array(rowsIn(found.seen.blob)) };
    again.rows[found.row] = 1;
  }
  return again;
}

function subjectIn(assets: Map<string, AssetFound>): (assetId: number) => number {
  const subjects = new Map([...assets.values()].map(({ id, subjectId }) => [id, subjectId]));
  return (assetId) => subjects.get(assetId) ?? 0;
}

const isLocated = ({ rules }: Collected, code: string) => {
  const rule = rules.get(code);
  return rule !== undefined && locatedKinds.includes(rule.kind);
};

/** A file may hold runs of several tools. */
const toolsOf = ({ header, scopes }: Collected) => [header.tool, ...scopes.flatMap(({ tool }) => tool ?? [])];

async function markScanned(client: PoolClient, scopes: ResolvedScope[]): Promise<void> {
  await client.query({
    name: "scn-add",
    text: `INSERT INTO scn (asset_id, class, at, report_id)
           SELECT asset, class, at, report FROM unnest($1::int[], $2::smallint[], $3::timestamptz[], $4::bigint[]) AS s(asset, class, at, report)`,
    values: [
      scopes.map(({ targetId }) => targetId),
      scopes.map(({ scope }) => resultClasses.code(scope.class)),
      scopes.map(({ at }) => at),
      scopes.map(({ reportId }) => reportId),
    ],
  });
}

function clustersOf(reports: Prepared[]): Map<number, boolean> {
  const clusters = new Map<number, boolean>();
  for (const report of reports) {
    if (!report.cluster) continue;
    const changes = report.collected.inventory.length > 0 || refsOf(report).some((ref) => !isGlobal(ref));
    clusters.set(report.cluster.id, changes || (clusters.get(report.cluster.id) ?? false));
  }
  return clusters;
}

/** An inventory may move any image that runs in its cluster. */
async function subjectsInInventories(client: PoolClient, reports: Prepared[]): Promise<number[]> {
  const ids = reports
    .filter((report) => report.collected.inventory.length > 0)
    .map((report) => report.cluster?.id ?? 0);
  if (ids.length === 0) return [];
  const { rows } = await client.query<{ id: number }>(
    "SELECT DISTINCT p.subject_id AS id FROM placement p JOIN subject s ON s.id = p.subject_id WHERE p.cluster_id = ANY ($1) AND s.cluster_id = 0",
    [ids],
  );
  return rows.map((row) => row.id);
}

type StoredCluster = Pick<Cluster, "id" | "slug"> & { inventoryFrom: string | null; inventoryAt: string | null };

const clustersIn = (reports: Prepared[]): Question<StoredCluster> => ({
  text: `SELECT id, slug, inventory_from AS "inventoryFrom", inventory_at AS "inventoryAt" FROM cluster WHERE id = ANY ($1::int[])`,
  values: [[...new Set(reports.map((report) => report.cluster?.id ?? 0))]],
});

function clustersBy(rows: StoredCluster[]): Map<number, Cluster> {
  const date = (text: string | null) => (text === null ? null : new Date(text));
  return new Map(
    rows.map(({ id, slug, inventoryFrom, inventoryAt }) => [
      id,
      { id, slug, inventoryFrom: date(inventoryFrom), inventoryAt: date(inventoryAt) },
    ]),
  );
}
