import type { Pool, PoolClient } from "pg";
import type { KnownWorkloads } from "./pods";

interface Row {
  key: string;
  pod: boolean;
}

/** Controllers of a cluster whose pods carry no hash of a template, and pods that a configuration shows to stand alone. */
export async function loadWorkloads(db: Pool | PoolClient, clusterId: number): Promise<KnownWorkloads> {
  const { rows } = await db.query<Row>({
    name: "workloads-known",
    text: `SELECT a.key, split_part(a.key, '/', 3) = 'Pod' AS pod FROM asset a
           WHERE a.cluster_id = $1 AND a.kind = 3 AND a.gone_at IS NULL AND (
             split_part(a.key, '/', 3) IN ('DaemonSet', 'ReplicaSet', 'Job', 'ReplicationController', 'StatefulSet')
             OR split_part(a.key, '/', 3) = 'Pod' AND EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = a.id AND p.source & 1 = 1))`,
    values: [clusterId],
  });
  return {
    controllers: new Set(rows.filter((row) => !row.pod).map((row) => row.key)),
    bare: new Set(rows.filter((row) => row.pod).map((row) => row.key)),
  };
}
