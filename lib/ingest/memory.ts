import type { Pool } from "pg";
import { assetKey, imageKeys } from "../domain/identity/asset-key";
import { EntryMemory } from "../importers/entry-memory";
import type { Aim } from "../importers/types";
import { catalogueOf, entriesIn, rowsIn, type Seen } from "./marks";
import { isGlobal } from "./subjects";

/** What the scopes of a report said last, by the entries of its file. Only saves work: whatever it knows is checked. */
export class Memory {
  readonly entries: EntryMemory;
  private readonly scopes: { from: number; seen: Seen }[] = [];

  constructor(seen: readonly Seen[] = []) {
    const entries: Buffer[] = [];
    let from = 0;
    for (const one of seen) {
      entries.push(entriesIn(one.marks));
      this.scopes.push({ from, seen: one });
      from += rowsIn(one.blob);
    }
    this.entries = new EntryMemory(Buffer.concat(entries));
  }

  /** The row of a scope that an entry stands for, by its number. */
  rowOf(entry: number): { seen: Seen; row: number } {
    const of = this.scopes.findLast(({ from }) => from <= entry);
    if (!of) throw new Error(`entry ${entry} is none of this memory`);
    return { seen: of.seen, row: entry - of.from };
  }
}

interface Stored extends Seen {
  n: number;
  changed: string;
}

/**
 * Memories for reports, in the order given; null for one that does not say what it is about. Nothing is remembered of
 * scopes whose rules may go by other names now.
 */
export async function loadMemories(
  pool: Pool,
  reports: { aim: Aim | null; clusterId: number }[],
): Promise<(Memory | null)[]> {
  const wanted = reports.flatMap(({ aim, clusterId }, n) => {
    if (!aim) return [];
    const { target, tool, profile } = aim;
    const keys = target.kind === "image" ? imageKeys(target) : [assetKey(target)];
    const image = target.kind === "image";
    return [{ n, keys, image, cluster: isGlobal(target) ? 0 : clusterId, tool, profile }];
  });
  if (wanted.length === 0) return reports.map(() => null);
  const { rows } = await pool.query<Stored>({
    name: "memories",
    // An image goes by the best of its keys that is known.
    text: `SELECT g.n, s.id AS "scopeId", b.xmin::text AS version, b.blob, b.marks,
        (SELECT coalesce(max(seq), 0)::text FROM rule_change WHERE rule_id = 0) AS changed
      FROM jsonb_to_recordset($1::jsonb) g(n int, keys text[], image bool, cluster int, tool text, profile text)
      JOIN tool t ON t.name = g.tool
      CROSS JOIN LATERAL (
        SELECT id FROM (
          SELECT l.asset_id AS id, k.place FROM unnest(g.keys) WITH ORDINALITY k(key, place) JOIN asset_alias l ON l.key = k.key WHERE g.image
          UNION ALL SELECT a.id, 0 FROM asset a WHERE a.cluster_id = g.cluster AND a.key = g.keys[1] AND NOT g.image) x
        ORDER BY place LIMIT 1) a
      JOIN scope s ON s.target_id = a.id AND s.tool_id = t.id AND s.profile = g.profile AND NOT s.muted
      JOIN scope_seen b ON b.scope_id = s.id AND b.marks IS NOT NULL
      ORDER BY g.n, s.id`,
    values: [JSON.stringify(wanted)],
  });
  return reports.map(({ aim }, n) => {
    if (!aim) return null;
    return new Memory(rows.filter((row) => row.n === n && catalogueOf(row.marks) >= BigInt(row.changed)));
  });
}
