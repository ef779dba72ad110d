import type { Pool, PoolClient } from "pg";
import { fingerprint } from "../domain/identity/fingerprint";
import { parsePurl } from "../domain/identity/package-url";
import type { ComponentItem } from "../importers/types";
import type { CollectedComponent, CollectedScope } from "./types";

const LONGEST = 1000;
const BATCH = 5000;

/** What is kept of a component that a report lists; null when it is too long to be one. */
export function componentOf({ purl, version }: ComponentItem): CollectedComponent | null {
  // Every other @ is encoded.
  const at = purl.lastIndexOf("@");
  const key = at > 0 ? purl.slice(0, at) : purl;
  return key.length > LONGEST || version.length > LONGEST ? null : { key, version };
}

/** Name by which people look for it: with its group or scope, without the distribution that made the package. */
function nameOf(key: string): string {
  const parsed = parsePurl(key);
  if (!parsed) return key;
  const system = parsed.type === "deb" || parsed.type === "rpm" || parsed.type === "apk";
  return system || !parsed.namespace ? parsed.name : `${parsed.namespace}/${parsed.name}`;
}

/**
 * Ids of all components that reports list, making those that are new. Outside the merge, as rules are: a catalogue,
 * harmless when the import fails, written in the order of its keys.
 */
export async function resolveComponents(pool: Pool, scopes: CollectedScope[]): Promise<Map<string, number>> {
  const keys = new Set<string>();
  for (const scope of scopes) for (const { key } of scope.components?.values() ?? []) keys.add(key);
  const ids = new Map<string, number>();
  const all = [...keys].sort();
  for (let i = 0; i < all.length; i += BATCH) {
    const batch = all.slice(i, i + BATCH);
    await pool.query({
      name: "components-insert",
      text: `INSERT INTO component (purl, name) SELECT g.purl, g.name FROM unnest($1::text[], $2::text[]) g(purl, name)
             WHERE NOT EXISTS (SELECT 1 FROM component c WHERE c.purl = g.purl) ORDER BY 1 ON CONFLICT DO NOTHING`,
      values: [batch, batch.map(nameOf)],
    });
    const { rows } = await pool.query<{ id: number; purl: string }>({
      name: "components-by-purl",
      text: "SELECT id, purl FROM component WHERE purl = ANY ($1::text[])",
      values: [batch],
    });
    for (const { id, purl } of rows) ids.set(purl, id);
  }
  return ids;
}

export interface BomWanted {
  assetId: number;
  toolId: number;
  profile: string;
  at: string;
  components: Iterable<CollectedComponent>;
}

/**
 * Makes the bill of one tool on one asset what the report says, unless a newer one is known; writes only what differs.
 * Who calls holds the lock of the asset's subject or cluster.
 */
export async function mergeBom(client: PoolClient, wanted: BomWanted, ids: ReadonlyMap<string, number>): Promise<void> {
  const now = new Map<string, { id: number; version: string }>();
  for (const { key, version } of wanted.components) {
    const id = ids.get(key);
    if (id !== undefined) now.set(`${id} ${version}`, { id, version });
  }
  const digest = fingerprint([...now.keys()].sort().join("\n"));
  const { rows: known } = await client.query<{ id: number; digest: string; at: Date }>({
    name: "bom-known",
    text: "SELECT id, digest, observed_at AS at FROM bom WHERE asset_id = $1 AND tool_id = $2 AND profile = $3",
    values: [wanted.assetId, wanted.toolId, wanted.profile],
  });
  const [bom] = known;
  // At the same instant the greater digest wins, so that the order of arrival does not matter.
  const age = bom ? Date.parse(wanted.at) - bom.at.getTime() : 1;
  if (bom && (age < 0 || (age === 0 && digest <= bom.digest))) return;
  const { rows } = await client.query<{ id: number }>({
    name: "bom-write",
    text: `INSERT INTO bom (asset_id, tool_id, profile, observed_at, digest) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (asset_id, tool_id, profile) DO UPDATE SET observed_at = excluded.observed_at, digest = excluded.digest RETURNING id`,
    values: [wanted.assetId, wanted.toolId, wanted.profile, wanted.at, digest],
  });
  if (bom?.digest !== digest) await writeDifference(client, rows[0]?.id as number, [...now.values()]);
}

async function writeDifference(
  client: PoolClient,
  bomId: number,
  now: { id: number; version: string }[],
): Promise<void> {
  await client.query({
    name: "bom-components",
    text: `WITH given AS MATERIALIZED (SELECT * FROM unnest($2::int[], $3::text[]) g(component_id, version)),
           gone AS (
             DELETE FROM bom_component x WHERE x.bom_id = $1 AND NOT EXISTS (
               SELECT 1 FROM given g WHERE g.component_id = x.component_id AND g.version = x.version))
           INSERT INTO bom_component (bom_id, component_id, version)
           SELECT $1, component_id, version FROM given g ORDER BY 2, 3 ON CONFLICT DO NOTHING`,
    values: [bomId, now.map(({ id }) => id), now.map(({ version }) => version)],
  });
}
