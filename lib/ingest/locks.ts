import type { PoolClient } from "pg";

/**
 * Advisory locks of the merge, all of the transaction, taken in this order and ascending by id, before anything is
 * read: the catalogue (shared, exclusive for changes of rules, exploitation and ownership), clusters, subjects.
 * Whatever derives the findings of a subject holds its lock, or that of the cluster it lies in.
 */
const CATALOGUE = 72_001;
const CLUSTER = 72_002;
const SUBJECT = 72_003;

export interface LockPlan {
  /** Cluster id → true for exclusive (its things or placements change), false for shared (only read). */
  clusters: Map<number, boolean>;
}

export async function lockClusters(client: PoolClient, plan: LockPlan): Promise<void> {
  // Statements one after the other, sent at once.
  await client.query(clusterLocks(plan).join("; "));
}

export async function lockSubjects(client: PoolClient, subjects: Iterable<number>): Promise<void> {
  await client.query(subjectLocks(subjects));
}

/**
 * Keeps merges off what was found on these subjects (id → the cluster that each lies in, 0 for images and repositories):
 * the lock of its cluster, or its own, in the order of the merge.
 */
export async function lockFoundOn(client: PoolClient, subjects: ReadonlyMap<number, number>): Promise<void> {
  const lyingIn = [...subjects.values()].filter((cluster) => cluster !== 0);
  await lockClusters(client, { clusters: new Map(lyingIn.map((cluster) => [cluster, true])) });
  const global = [...subjects].flatMap(([subject, cluster]) => (cluster === 0 ? [subject] : []));
  if (global.length > 0) await lockSubjects(client, global);
}

/** The statements of lockClusters, for whoever has more to send with them. */
export function clusterLocks({ clusters }: LockPlan): string[] {
  const ordered = [...clusters].sort(([a], [b]) => a - b);
  return [
    `SELECT pg_advisory_xact_lock_shared(${CATALOGUE}, 0)`,
    ...ordered.map(
      ([id, exclusive]) => `SELECT pg_advisory_xact_lock${exclusive ? "" : "_shared"}(${CLUSTER}, ${Math.trunc(id)})`,
    ),
  ];
}

/** That of lockSubjects. */
export function subjectLocks(subjects: Iterable<number>): string {
  const ids = [...new Set(subjects)].sort((a, b) => a - b).map(Math.trunc);
  // One statement; unnest gives the ids in order, and locks are taken row by row.
  return `SELECT pg_advisory_xact_lock(${SUBJECT}, id) FROM unnest('{${ids.join(",")}}'::int[]) WITH ORDINALITY u(id, n) ORDER BY n`;
}

/** For changes of rules, exploitation and ownership, which touch findings of any subject. */
export async function lockCatalogue(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${CATALOGUE}, 0)`);
}
