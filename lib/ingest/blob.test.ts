import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  assetsIn,
  type BlobKey,
  diffBlobs,
  ENTRY,
  keysOf,
  mergeBlobs,
  type PackedRow,
  pack,
  withoutKeys,
} from "./blob";

const keyText = (key: BlobKey) => `${key.assetId} ${key.ruleId} ${key.loc}`;
const id = fc.integer({ min: 1, max: 2 ** 32 - 1 });
const hash = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
/** Few different keys, so that two sets share some. */
const row: fc.Arbitrary<PackedRow> = fc.record({
  assetId: fc.oneof(fc.integer({ min: 1, max: 3 }), id),
  ruleId: fc.oneof(fc.integer({ min: 1, max: 3 }), id),
  loc: fc.oneof(fc.constantFrom(0n, -1n, 5n, -(2n ** 63n)), hash),
  content: fc.oneof(fc.constantFrom(1n, 2n), hash),
});
const rows = fc.uniqueArray(row, { selector: keyText, maxLength: 30 });

const contents = (list: PackedRow[]) => new Map(list.map((item) => [keyText(item), item.content]));
const keys = (blob: Buffer) => [...keysOf(blob)].map(keyText);

describe("pack", () => {
  it("holds every row once, in one order whatever the order given", () => {
    fc.assert(
      fc.property(rows, fc.integer(), (list, seed) => {
        const blob = pack([...list]);
        expect(blob.length).toBe(list.length * ENTRY);
        expect(new Set(keys(blob))).toEqual(new Set(list.map(keyText)));
        const shuffled = [...list].sort((a, b) => Number((a.content ^ BigInt(seed)) - (b.content ^ BigInt(seed))));
        expect(pack(shuffled).equals(blob)).toBe(true);
        expect(assetsIn(blob)).toEqual(new Set(list.map((item) => item.assetId)));
      }),
    );
  });
});

describe("diffBlobs", () => {
  it("says what is new, changed, the same and gone, as sets would", () => {
    fc.assert(
      fc.property(rows, rows, (before, now) => {
        const old = contents(before);
        const after = contents(now);
        const packed = pack(now);
        const diff = diffBlobs(pack(before), packed);
        const nth = (index: number) => keyText(now[index] as PackedRow);
        expect(diff.added.map(nth)).toEqual(keys(packed).filter((key) => !old.has(key)));
        expect(diff.changed.map(nth)).toEqual(
          keys(packed).filter((key) => old.has(key) && old.get(key) !== after.get(key)),
        );
        expect(diff.gone.map(keyText).sort()).toEqual([...old.keys()].filter((key) => !after.has(key)).sort());
        expect(diff.same + diff.changed.length + diff.added.length).toBe(now.length);
      }),
    );
  });
});

describe("mergeBlobs", () => {
  it("is the union, in order, with the newer content", () => {
    fc.assert(
      fc.property(rows, rows, (before, now) => {
        const both = new Map([...contents(before), ...contents(now)]);
        const byKey = new Map([...before, ...now].map((item) => [keyText(item), item]));
        const want = pack([...byKey.values()].map((item) => ({ ...item, content: both.get(keyText(item)) as bigint })));
        expect(mergeBlobs(pack(before), pack(now)).equals(want)).toBe(true);
      }),
    );
  });
});

describe("withoutKeys", () => {
  it("undoes a union with what was not there before", () => {
    fc.assert(
      fc.property(rows, rows, (before, now) => {
        const old = pack(before);
        const both = mergeBlobs(old, pack(now));
        const added = diffBlobs(old, both).added.map((index) => [...keysOf(both)][index] as BlobKey);
        expect([...keysOf(withoutKeys(both, added))].map(keyText)).toEqual(keys(old));
      }),
    );
  });
});
