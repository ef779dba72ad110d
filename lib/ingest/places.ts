import type { Pool, PoolClient } from "pg";
import type { Question } from "./ask";

interface PlaceWanted {
  clusterId: number;
  namespace: string;
}

/** Columns of the places, each once and in the order of the key. */
function columnsOf(wanted: PlaceWanted[]): [clusters: number[], namespaces: string[]] {
  const keys = [...new Set(wanted.map((place) => `${place.clusterId} ${place.namespace}`))].sort();
  return [
    keys.map((key) => Number(key.slice(0, key.indexOf(" ")))),
    keys.map((key) => key.slice(key.indexOf(" ") + 1)),
  ];
}

interface NamedPlace {
  id: number;
  key: string;
}

/** Those of the places (cluster, namespace) that are known. Keys of the answer: `CLUSTER NAMESPACE`. */
export const placesNamed = (wanted: PlaceWanted[]): Question<NamedPlace> => ({
  text: `SELECT p.id, c || ' ' || n AS key FROM unnest($1::int[], $2::text[]) u(c, n)
         JOIN place p ON p.cluster_id = c AND p.namespace = n`,
  values: columnsOf(wanted),
});

/** Ids of places, making those that are not among the known ones. Keys of the answer: `CLUSTER NAMESPACE`. */
export async function makePlaces(
  db: Pool | PoolClient,
  wanted: PlaceWanted[],
  known: NamedPlace[],
): Promise<Map<string, number>> {
  const [clusters, namespaces] = columnsOf(wanted);
  if (known.length === clusters.length) return byKey(known);
  await db.query({
    name: "places-insert",
    text: `INSERT INTO place (cluster_id, namespace) SELECT c, n FROM unnest($1::int[], $2::text[]) u(c, n)
           WHERE NOT EXISTS (SELECT 1 FROM place p WHERE p.cluster_id = c AND p.namespace = n) ON CONFLICT DO NOTHING`,
    values: [clusters, namespaces],
  });
  const { rows } = await db.query<NamedPlace>({ name: "places-by-key", ...placesNamed(wanted) });
  return byKey(rows);
}

const byKey = (rows: NamedPlace[]) => new Map(rows.map((row) => [row.key, row.id]));

/** A tool by id. `shared`: there are so many that this one has its id in common with others. */
export interface ToolId {
  id: number;
  shared: boolean;
}

/** Witnesses of a finding are bits of one number, so the last of them stands for every tool that comes later. */
const LAST_OF_ITS_OWN = 60;
const OTHERS = { id: LAST_OF_ITS_OWN + 1, name: "other tools" };

export const toolIdOf = (id: number): ToolId => ({ id, shared: id === OTHERS.id });

/** Those of the tools that are known. */
export const toolsNamed = (names: string[]): Question<{ id: number; name: string }> => ({
  text: "SELECT id, name FROM tool WHERE name = ANY ($1::text[])",
  values: [names],
});

/** Id of a tool, made when it is new. Any report may bring new ones. */
export async function resolveTool(db: Pool | PoolClient, name: string): Promise<ToolId> {
  for (;;) {
    const { rows } = await db.query<{ id: number | null; full: boolean }>({
      name: "tool-by-name",
      text: "SELECT (SELECT id FROM tool WHERE name = $1) AS id, coalesce(max(id) >= $2, false) AS full FROM tool",
      values: [name, LAST_OF_ITS_OWN],
    });
    const [found] = rows;
    if (typeof found?.id === "number") return toolIdOf(found.id);
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
