import fc from "fast-check";
import { expect, it } from "vitest";
import { diffBlobs, packedOrder } from "./blob";
import { compareAgain, packMarked } from "./marks";
import type { Resolved } from "./resolve";

const target = { kind: "cluster" } as const;

interface Said {
  rule: number;
  loc: bigint;
  content: bigint;
  marked: boolean;
}

const row = ({ rule, loc, content, marked }: Said): Resolved => ({
  ...{ assetId: 1, ruleId: rule, loc, content },
  row: {
    ...{ asset: target, ruleCode: `R${rule}`, loc, content, severity: 3, severitySource: 0, fixState: 0 },
    ...{ evidence: "{}", firstAt: null },
    mark: marked ? { digest: content * 64n + loc + 1n, key: rule } : undefined,
  },
});
const rowsOf = (list: Said[]) =>
  [...new Map(list.map((one) => [`${one.rule} ${one.loc}`, row(one)])).values()].sort(packedOrder);
const said = fc.record({
  rule: fc.integer({ min: 1, max: 6 }),
  loc: fc.bigInt({ min: -2n, max: 2n }),
  content: fc.bigInt({ min: 0n, max: 2n }),
  marked: fc.boolean(),
});

it("compares what was recognised and what was read as if all had been read", () => {
  const lists = fc.array(said, { maxLength: 20 });
  fc.assert(
    fc.property(lists, lists, fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }), (old, now, hit) => {
      const before = rowsOf(old);
      const stored = packMarked(before, target, 7n);
      if (!stored.marks) return;
      const again = Uint8Array.from(before, (one, n) => (one.row.mark && hit[n] ? 1 : 0));
      const read = rowsOf(now);
      const found = compareAgain(read, target, {
        seen: { scopeId: 1, version: "1", blob: stored.now, marks: stored.marks },
        rows: again,
      });
      const kept = before.filter((_, n) => again[n] === 1);
      if (read.some((one) => kept.some((other) => packedOrder(one, other) === 0))) {
        expect(found).toBeNull();
        return;
      }
      const all = [...kept, ...read].sort(packedOrder);
      const want = packMarked(all, target, 7n);
      const diff = diffBlobs(stored.now, want.now);
      expect(found?.now.equals(want.now)).toBe(true);
      expect(found?.digest).toBe(want.digest);
      if (want.marks) expect(found?.marks?.equals(want.marks)).toBe(true);
      expect({ same: found?.diff.same, gone: found?.diff.gone }).toEqual({ same: diff.same, gone: diff.gone });
      const keys = (rows: Resolved[], indexes: number[]) => indexes.map((index) => rows[index]);
      expect(keys(read, found?.diff.added ?? [])).toEqual(keys(all, diff.added));
      expect(keys(read, found?.diff.changed ?? [])).toEqual(keys(all, diff.changed));
    }),
    { numRuns: 500 },
  );
});
