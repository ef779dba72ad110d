import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areas, unitKinds } from "../vocabulary";
import { explain, shareOut } from "./explain";
import { type ScoreRow, scoreOf } from "./score-of";

const row: fc.Arbitrary<ScoreRow> = fc
  .record({
    area: fc.constantFrom(...areas.list),
    unit: fc.constantFrom(...unitKinds.list),
    unitsTotal: fc.nat(50),
    unitsAssessed: fc.nat(50),
    unitsStale: fc.nat(50),
    points: fc.nat(50_000),
    weight: fc.constantFrom(1, 10),
  })
  .map((r) => ({ ...r, unitsAssessed: Math.min(r.unitsAssessed, r.unitsTotal), unitsStale: 0 }));
const rows = fc.array(row, { maxLength: 12 });
const sum = (numbers: number[]) => Math.round(numbers.reduce((s, n) => s + n * 10, 0));

describe("explain", () => {
  it("gives deltas that sum to the change", () => {
    fc.assert(
      fc.property(rows, rows, (before, after) => {
        const { change, deltas, before: from, after: to } = explain(before, after);
        expect([from, to]).toEqual([scoreOf(before).overall, scoreOf(after).overall]);
        if (change === null) expect(deltas).toEqual([]);
        else {
          expect(sum(deltas.map((d) => d.delta))).toBe(Math.round(change * 10));
          expect(Math.round(change * 10)).toBe(Math.round(((to ?? 0) - (from ?? 0)) * 10));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("blames more points on the area that got them", () => {
    const base: ScoreRow = {
      ...{
        area: "application",
        unit: "workload",
        unitsTotal: 10,
        unitsAssessed: 10,
        unitsStale: 0,
        points: 1000,
        weight: 1,
      },
    };
    const host: ScoreRow = { ...base, area: "host", unit: "node" };
    expect(explain([base, host], [{ ...base, points: 2000 }, host]).deltas).toEqual([
      { area: "application", unit: "workload", cause: "points", delta: -6 },
    ]);
    expect(explain([base], [base, host]).deltas).toEqual([]);
    expect(explain([base], [base, { ...host, points: 0 }]).deltas).toEqual([
      { area: "host", unit: "node", cause: "assessed", delta: 8.3 },
    ]);
    expect(explain([base, { ...host, points: 0 }], [base]).deltas).toMatchObject([{ cause: "removed", delta: -8.3 }]);
    expect(explain([], [base])).toEqual({ before: null, after: 83.3, change: null, deltas: [] });
  });

  it("never praises an addition nor blames a fix", () => {
    fc.assert(
      fc.property(rows, fc.nat(), fc.nat(9999), (all, at, more) => {
        const after = all.map((r, i) => (i === at % all.length ? { ...r, points: r.points + more } : r));
        for (const { delta } of explain(all, after).deltas) expect(delta).toBeLessThan(0);
        for (const { delta } of explain(after, all).deltas) expect(delta).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("shareOut", () => {
  it("is in proportion and sums to the delta", () => {
    expect(shareOut(-6, [100, 200])).toEqual([-2, -4]);
    expect(shareOut(-1, [1, 1, 1])).toEqual([-0.3, -0.3, -0.4]);
    expect(shareOut(-1, [300, -100])).toEqual([-1.5, 0.5]);
    expect(shareOut(0, [5, -5])).toEqual([0, 0]);
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 }),
        (d, of) => {
          const shares = shareOut(d / 10, of);
          expect(sum(shares)).toBe(of.some((n) => n > 0) ? d : 0);
        },
      ),
    );
  });
});
