import type { Pool, PoolClient } from "pg";

/** Ids of places (cluster, namespace), making those that are new. Keys of the answer: `CLUSTER NAMESPACE`. */
export async function resolvePlaces(
  db: Pool | PoolClient,
  wanted: { clusterId: number; namespace: string }[],
): Promise<Map<string, number>> {
  const keys = [...new Set(wanted.map((place) => `${place.clusterId} ${place.namespace}`))].sort();
  const clusters = keys.map((key) => Number(key.slice(0, key.indexOf(" "))));
  const namespaces = keys.map((key) => key.slice(key.indexOf(" ") + 1));
  const found = await placesByKey(db, clusters, namespaces);
  if (found.size === keys.length) return found;
  await db.query({
    name: "places-insert",
    text: `INSERT INTO place (cluster_id, namespace) SELECT c, n FROM unnest($1::int[], $2::text[]) u(c, n)
           WHERE NOT EXISTS (SELECT 1 FROM place p WHERE p.cluster_id = c AND p.namespace = n) ON CONFLICT DO NOTHING`,
    values: [clusters, namespaces],
  });
  return placesByKey(db, clusters, namespaces);
}

async function placesByKey(
  db: Pool | PoolClient,
  clusters: number[],
  namespaces: string[],
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ id: number; key: string }>({
    name: "places-by-key",
    text: `SELECT p.id, c || ' ' || n AS key FROM unnest($1::int[], $2::text[]) u(c, n)
           JOIN place p ON p.cluster_id = c AND p.namespace = n`,
    values: [clusters, namespaces],
  });
  return new Map(rows.map((row) => [row.key, row.id]));
}

/** The code of a tool is its bit in the witnesses of a finding. */
export async function resolveTool(db: Pool | PoolClient, name: string): Promise<number> {
  for (;;) {
    const { rows } = await db.query<{ id: number }>({
      name: "tool-by-name",
      text: "SELECT id FROM tool WHERE name = $1",
      values: [name],
    });
    if (rows[0]) return rows[0].id;
    await db.query("INSERT INTO tool (id, name) SELECT coalesce(max(id) + 1, 0), $1 FROM tool ON CONFLICT DO NOTHING", [
      name,
    ]);
  }
}
