import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { Parameters } from "./sql";
import { ownTeam } from "./visible";

export interface Named {
  slug: string;
  name: string;
}

export interface Names {
  subjects: Map<number, { kind: number; name: string }>;
  places: Map<number, { cluster_id: number; namespace: string }>;
  clusters: Map<number, Named>;
  /** The reader's own teams only: others stay nameless. */
  teams: Map<number, Named>;
  /** For a developer, themselves and their team mates. */
  users: Map<number, { name: string }>;
}

type Wanted = Partial<Record<keyof Names, readonly (number | null)[]>>;

const tables: Readonly<Record<keyof Names, string>> = {
  subjects: "SELECT id, kind, name FROM subject WHERE id = ANY ($1::int[])",
  places: "SELECT id, cluster_id, namespace FROM place WHERE id = ANY ($1::int[])",
  clusters: "SELECT id, slug, name FROM cluster WHERE id = ANY ($1::int[])",
  teams: "SELECT id, slug, name FROM team WHERE id = ANY ($1::int[])",
  users: 'SELECT id, name FROM "user" WHERE id = ANY ($1::int[])',
};

/**
 * Names of what the rows of a page refer to, one prepared statement per table: joined into one, their policies would
 * take longer to plan than to run. What the reader may not see is not in the maps.
 */
export async function lookUp(run: Run, scope: Scope, wanted: Wanted): Promise<Names> {
  const names: Record<keyof Names, Map<number, unknown>> = {
    subjects: new Map(),
    places: new Map(),
    clusters: new Map(),
    teams: new Map(),
    users: new Map(),
  };
  for (const [table, list] of Object.entries(wanted) as [keyof Names, readonly (number | null)[]][]) {
    const ids = [...new Set(list.filter((id) => id !== null && id > 0))];
    if (ids.length === 0) continue;
    for (const row of await run<{ id: number }>(statement(scope, table, ids))) names[table].set(row.id, row);
  }
  return names as unknown as Names;
}

function statement(scope: Scope, table: keyof Names, ids: readonly unknown[]) {
  if ((table !== "teams" && table !== "users") || scope.teams === "*") {
    return { name: `names-${table}`, text: tables[table], values: [ids] };
  }
  const p = new Parameters();
  p.add(ids, "int[]");
  if (table === "teams") {
    return { name: "names-own-teams", text: `${tables.teams} AND ${ownTeam(scope, p, "id")}`, values: p.values };
  }
  const self = p.add(scope.userId, "int");
  const mates = `EXISTS (SELECT 1 FROM membership m WHERE m.user_id = id AND ${ownTeam(scope, p, "m.team_id")})`;
  return { name: "names-own-users", text: `${tables.users} AND (id = ${self} OR ${mates})`, values: p.values };
}

/** Names of the tools in a witness mask, in the order of their codes. */
export async function toolNames(run: Run): Promise<(mask: number) => string[]> {
  const tools = await run<{ id: number; name: string }>({
    name: "tools",
    text: "SELECT id, name FROM tool ORDER BY id",
  });
  // Masks go up to 62 bits; as doubles they are exact only as far as 53, so the bits are taken by division.
  return (mask) => tools.filter(({ id }) => Math.floor(mask / 2 ** id) % 2 === 1).map(({ name }) => name);
}
