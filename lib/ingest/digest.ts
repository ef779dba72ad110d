import { assetKey } from "../domain/identity/asset-key";
import type { AssetRef } from "../importers/types";
import type { CollectedRow } from "./types";

const MASK = 2n ** 64n - 1n;

/** FNV-1a: quick, and nobody gains from a collision here. */
function quickHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * Digest of what rows say, whatever their order and whatever numbers this database gave to assets and rules: it decides
 * between two reports of one instant, so it has to be the same wherever and in whichever order they are imported.
 */
export function digestOf(rows: readonly { row: CollectedRow }[]): string {
  const assets = new Map<AssetRef, number>();
  let sum = 0n;
  let product = 0n;
  for (const { row } of rows) {
    let asset = assets.get(row.asset);
    if (asset === undefined) {
      asset = quickHash(assetKey(row.asset));
      assets.set(row.asset, asset);
    }
    const what = (BigInt(quickHash(row.ruleCode)) << 32n) + BigInt(asset);
    const word =
      (BigInt.asUintN(64, row.loc) * 0x9e3779b97f4a7c15n +
        what * 0xbf58476d1ce4e5b9n +
        BigInt.asUintN(64, row.content)) &
      MASK;
    sum = (sum + word) & MASK;
    product = (product + word * (word | 1n)) & MASK;
  }
  return [BigInt(rows.length), sum, product].map((part) => part.toString(16).padStart(16, "0")).join("");
}
