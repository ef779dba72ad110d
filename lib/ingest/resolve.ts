import type { AssetRef } from "../importers/types";
import type { PackedRow } from "./blob";
import { joined } from "./row";
import type { CollectedRow } from "./types";

/** Names rules and assets by id. Rows that turn out to be of one rule (aliases) become one. */
export function resolveRows(
  rows: CollectedRow[],
  rules: Map<string, number>,
  assetId: (ref: AssetRef) => number,
): (PackedRow & { row: CollectedRow })[] {
  const byKey = new Map<string, PackedRow & { row: CollectedRow }>();
  const assets = new Map<AssetRef, number>();
  for (const row of rows) {
    let asset = assets.get(row.asset);
    if (asset === undefined) {
      asset = assetId(row.asset);
      assets.set(row.asset, asset);
    }
    const ruleId = rules.get(row.ruleCode);
    if (ruleId === undefined) throw new Error(`rule ${row.ruleCode} has no id`);
    const key = `${asset} ${ruleId} ${row.loc}`;
    const known = byKey.get(key);
    const kept = known ? joined(known.row, row) : row;
    byKey.set(key, { assetId: asset, ruleId, loc: row.loc, content: kept.content, row: kept });
  }
  return [...byKey.values()];
}
