import type { PoolClient, QueryConfig } from "pg";

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
  await client.query(lockAll(clusterLocks(plan)));
}

export async function lockSubjects(client: PoolClient, subjects: Iterable<number>): Promise<void> {
  await client.query(lockAll(subjectLocks(subjects)));
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

interface Lock {
  space: number;
  id: number;
  exclusive: boolean;
}

/** Those of lockClusters, for whoever has more to lock at once. */
export function clusterLocks({ clusters }: LockPlan): Lock[] {
  const ordered = [...clusters].sort(([a], [b]) => a - b);
  return [
    { space: CATALOGUE, id: 0, exclusive: false },
    ...ordered.map(([id, exclusive]) => ({ space: CLUSTER, id, exclusive })),
  ];
}

/** Those of lockSubjects. */
export function subjectLocks(subjects: Iterable<number>): Lock[] {
  const ids = [...new Set(subjects)].sort((a, b) => a - b);
  return ids.map((id) => ({ space: SUBJECT, id, exclusive: true }));
}

/** The statement that takes locks in the order given: row by row, as unnest gives them. */
export function lockAll(locks: readonly Lock[]): QueryConfig {
  return {
    name: "locks",
    text: `SELECT count(CASE WHEN exclusive THEN pg_advisory_xact_lock(space, id)::text ELSE pg_advisory_xact_lock_shared(space, id)::text END)
           FROM (SELECT * FROM unnest($1::int[], $2::int[], $3::bool[]) WITH ORDINALITY u(space, id, exclusive, n) ORDER BY n OFFSET 0) u`,
    values: [locks.map(({ space }) => space), locks.map(({ id }) => id), locks.map(({ exclusive }) => exclusive)],
  };
}

/** For changes of rules, exploitation and ownership, which touch findings of any subject. */
export async function lockCatalogue(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${CATALOGUE}, 0)`);
}
