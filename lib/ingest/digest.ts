import { assetKey } from "../domain/identity/asset-key";
import type { AssetRef } from "../importers/types";
import type { CollectedRow } from "./types";

/** FNV-1a: quick, and nobody gains from a collision here. */
function quickHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * Gives each row a word of 64 bits, by what it says and not by the numbers that this database gave to things. The
 * target of the scope may go by any of its names.
 */
export function words(target: AssetRef | null): (row: CollectedRow) => bigint {
  const assets = new Map<AssetRef, number>(target ? [[target, 0]] : []);
  return (row) => {
    let asset = assets.get(row.asset);
    if (asset === undefined) {
      asset = quickHash(assetKey(row.asset));
      assets.set(row.asset, asset);
    }
    const what = (BigInt(quickHash(row.ruleCode)) << 32n) + BigInt(asset);
    return BigInt.asUintN(
      64,
      BigInt.asUintN(64, row.loc) * 0x9e3779b97f4a7c15n + what * 0xbf58476d1ce4e5b9n + BigInt.asUintN(64, row.content),
    );
  };
}

/**
 * Digest of what rows say, whatever their order: it decides between two reports of one instant, so it has to be the
 * same wherever and in whichever order they are imported. Rows can be taken away again.
 */
export class Digest {
  constructor(
    public sum = 0n,
    public product = 0n,
  ) {}

  add(word: bigint): void {
    this.sum = BigInt.asUintN(64, this.sum + word);
    this.product = BigInt.asUintN(64, this.product + word * (word | 1n));
  }

  remove(word: bigint): void {
    this.sum = BigInt.asUintN(64, this.sum - word);
    this.product = BigInt.asUintN(64, this.product - word * (word | 1n));
  }

  text(rows: number): string {
    return [BigInt(rows), this.sum, this.product].map((part) => part.toString(16).padStart(16, "0")).join("");
  }
}

export function digestOf(rows: readonly { row: CollectedRow }[], target: AssetRef | null): string {
  const digest = new Digest();
  const wordOf = words(target);
  for (const { row } of rows) digest.add(wordOf(row));
  return digest.text(rows.length);
}
