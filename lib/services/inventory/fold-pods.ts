import type { Pool, PoolClient } from "pg";
import { assetKey } from "../../domain/identity/asset-key";
import { loadWorkloads } from "../../ingest/known-workloads";
import { lockClusters, lockSubjects } from "../../ingest/locks";
import { controllerOf } from "../../ingest/pods";

interface Pod {
  id: number;
  namespace: string;
  name: string;
}

/** Assets of a pod and of the controller that it turned out to belong to. */
interface Fold {
  from: number;
  to: number;
}

/**
 * Pods that a tool knew by name before their controllers were known go up in them now, with findings, history and
 * evidence: it does not matter which was heard of first. Nothing is locked or written where there are none.
 * @returns how many pods were folded
 */
export async function foldKnownPods(pool: Pool, clusterId: number, at = new Date()): Promise<number> {
  if (clusterId === 0 || (await foldsOf(pool, clusterId)).length === 0) return 0;
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await lockClusters(client, { clusters: new Map([[clusterId, true]]) });
    const folds = await foldsOf(client, clusterId);
    await lockSubjects(client, await imagesIn(client, folds));
    await client.query("SELECT merge_begin()");
    for (const { from, to } of folds) await client.query("SELECT workload_fold($1, $2, $3)", [from, to, at]);
    await client.query("SELECT merge_derive()");
    await client.query("SELECT merge_flush()");
    await client.query("COMMIT");
    return folds.length;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function foldsOf(db: Pool | PoolClient, clusterId: number): Promise<Fold[]> {
  const { rows } = await db.query<Pod>({
    name: "pods-by-name",
    text: `SELECT a.id, q.namespace, substr(a.name, 5) AS name FROM asset a JOIN place q ON q.id = a.place_id
           WHERE a.cluster_id = $1 AND a.kind = 3 AND split_part(a.key, '/', 3) = 'Pod' ORDER BY a.id`,
    values: [clusterId],
  });
  if (rows.length === 0) return [];
  const known = await loadWorkloads(db, clusterId);
  const wanted = rows.flatMap(({ id, namespace, name }) => {
    const controller = controllerOf({ kind: "workload", namespace, workloadKind: "Pod", name }, known);
    return controller ? [{ from: id, key: assetKey(controller) }] : [];
  });
  if (wanted.length === 0) return [];
  const found = await db.query<{ id: number; key: string }>(
    "SELECT id, key FROM asset WHERE cluster_id = $1 AND key = ANY ($2)",
    [clusterId, wanted.map(({ key }) => key)],
  );
  const ids = new Map(found.rows.map((row) => [row.key, row.id]));
  return wanted.map(({ from, key }) => ({ from, to: ids.get(key) as number }));
}

/** Subjects of the images that are known to run in the pods: their findings count one workload less, or another one. */
async function imagesIn(client: PoolClient, folds: Fold[]): Promise<number[]> {
  const { rows } = await client.query<{ id: number }>(
    "SELECT DISTINCT subject_id AS id FROM placement WHERE workload_id = ANY ($1) AND asset_id <> workload_id",
    [folds.map(({ from }) => from)],
  );
  return rows.map((row) => row.id);
}
