import type { AssetRef } from "../importers/types";
import { type PackedRow, packedOrder } from "./blob";
import { joined } from "./row";
import type { CollectedRow } from "./types";

export type Resolved = PackedRow & { row: CollectedRow };

/** Names rules and assets by id, in the order of the blob. Rows that turn out to be of one rule (aliases) become one. */
export function resolveRows(
  rows: CollectedRow[],
  rules: Map<string, number>,
  assetId: (ref: AssetRef) => number,
): Resolved[] {
  const assets = new Map<AssetRef, number>();
  const resolved = rows.map((row): Resolved => {
    let asset = assets.get(row.asset);
    if (asset === undefined) {
      asset = assetId(row.asset);
      assets.set(row.asset, asset);
    }
    const ruleId = rules.get(row.ruleCode);
    if (ruleId === undefined) throw new Error(`rule ${row.ruleCode} has no id`);
    return { assetId: asset, ruleId, loc: row.loc, content: row.content, row };
  });
  resolved.sort(packedOrder);
  const single: Resolved[] = [];
  for (const item of resolved) {
    const last = single.at(-1);
    if (last && packedOrder(last, item) === 0) {
      last.row = joined(last.row, item.row);
      last.content = last.row.content;
    } else single.push(item);
  }
  return single;
}
