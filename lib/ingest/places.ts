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

/** A tool by id. `shared`: there are so many that this one has its id in common with others. */
export interface ToolId {
  id: number;
  shared: boolean;
}

/** Witnesses of a finding are bits of one number, so the last of them stands for every tool that comes later. */
const LAST_OF_ITS_OWN = 60;
const OTHERS = { id: LAST_OF_ITS_OWN + 1, name: "other tools" };

/** Id of a tool, made when it is new. Any report may bring new ones. */
export async function resolveTool(db: Pool | PoolClient, name: string): Promise<ToolId> {
  for (;;) {
    const { rows } = await db.query<{ id: number | null; full: boolean }>({
      name: "tool-by-name",
      text: "SELECT (SELECT id FROM tool WHERE name = $1) AS id, coalesce(max(id) >= $2, false) AS full FROM tool",
      values: [name, LAST_OF_ITS_OWN],
    });
    const [found] = rows;
    if (typeof found?.id === "number") return { id: found.id, shared: found.id === OTHERS.id };
    if (!found?.full) {
      await db.query(
        "INSERT INTO tool (id, name) SELECT coalesce(max(id) + 1, 0), $1 FROM tool HAVING coalesce(max(id) < $2, true) ON CONFLICT DO NOTHING",
        [name, LAST_OF_ITS_OWN],
      );
      continue;
    }
    await db.query("INSERT INTO tool (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", [OTHERS.id, OTHERS.name]);
    return { id: OTHERS.id, shared: true };
  }
}
