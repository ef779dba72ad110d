import type { PoolClient } from "pg";
import { pipelined } from "../../db/pipeline";
import { askTogether, type Question } from "../ask";
import { type ImageIndex, imageIndex, imagesNamed } from "../assets";
import type { Cluster } from "../inventory";
import { clusterLocks, lockAll, subjectLocks } from "../locks";
import { type Owners, ownersBy, ownershipRules } from "../ownership";
import { followMerges, mergedSince } from "../rules";
import { isGlobal, subjectIdentity } from "../subjects";
import type { Names } from "./names";
import { clusterOf, type Prepared, refsOf } from "./prepared";

/** What a merge knows under its locks, before it looks at single things. */
export interface Known {
  owners: Owners;
  clusters: Map<number, Cluster>;
  images: ImageIndex;
}

/**
 * What is asked in a merge is found by its keys however many there are: to plan it anew takes longer than to find it. Nor
 * does its commit wait for the disk: with it a crash of the server would forget that the report is done and that its bytes
 * are gone, so it is merged again; and whatever follows from it and waits for the disk comes behind it there.
 */
const OPEN = {
  name: "merge-open",
  text: `SELECT set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
           set_config('synchronous_commit', 'off', true), merge_begin()`,
};

/**
 * Begins the transaction, takes its locks in the order of all merges (locks.ts), and asks what may change only under them.
 * Rules that were merged since their names were looked up go by their new ids in `names` from then on.
 */
export async function beginMerge(client: PoolClient, reports: Prepared[], names: Names): Promise<Known> {
  const global = names.wanted
    .filter(({ ref }) => isGlobal(ref))
    .map((item) => names.subjects.get(subjectIdentity(item)) as number);
  const moving = reports.filter(({ collected }) => collected.inventory.length > 0).map(clusterOf);
  // Statements one after the other, sent at once.
  const open = (): Promise<unknown> => Promise.all([client.query("BEGIN"), client.query(OPEN)]);
  let locks = clusterLocks({ clusters: clustersOf(reports) });
  if (moving.length > 0) {
    await pipelined(client, () => [open(), client.query(lockAll(locks))]);
    global.push(...(await subjectsIn(client, moving)));
    locks = [];
  }
  locks.push(...subjectLocks(global));
  const [, , [merged, ownership, clusters, images]] = await pipelined(client, () => [
    moving.length > 0 ? Promise.resolve() : open(),
    client.query(lockAll(locks)),
    askTogether(client, "merge-known", [
      mergedSince(names.version),
      ownershipRules,
      clustersIn(reports),
      imagesNamed(names.wanted),
    ]),
  ]);
  followMerges(names.rules.values(), merged);
  return { owners: ownersBy(ownership), clusters: clustersBy(clusters), images: imageIndex(images) };
}

/** Clusters of the reports; true: their things or placements may change. */
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
async function subjectsIn(client: PoolClient, clusters: number[]): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    "SELECT DISTINCT p.subject_id AS id FROM placement p JOIN subject s ON s.id = p.subject_id WHERE p.cluster_id = ANY ($1) AND s.cluster_id = 0",
    [clusters],
  );
  return rows.map((row) => row.id);
}

type StoredCluster = Pick<Cluster, "id" | "slug"> & { inventoryFrom: string | null; inventoryAt: string | null };

const clustersIn = (reports: Prepared[]): Question<StoredCluster> => ({
  text: `SELECT id, slug, inventory_from AS "inventoryFrom", inventory_at AS "inventoryAt" FROM cluster WHERE id = ANY ($1::int[])`,
  values: [[...new Set(reports.map(clusterOf))]],
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
