import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areas, decisions, severities, unitKinds } from "../vocabulary";
import { type FleetFinding, type FleetUnit, rowsOf } from "./fleet";
import { type CareName, plausibleFleet } from "./plausible-fleets";
import { points } from "./points";
import { groupScore, type Score, type ScoreRow, scoreOf } from "./score-of";

const now = new Date("2026-03-01T00:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const runs = { numRuns: 1000 };

const finding: fc.Arbitrary<FleetFinding> = fc.record({
  severity: fc.constantFrom(...severities.list),
  kev: fc.boolean(),
  epss: fc.option(fc.constantFrom(0.01, 0.5)),
  exposed: fc.boolean(),
  running: fc.constantFrom("yes" as const, "unknown" as const, "no" as const),
  presence: fc.constantFrom("present" as const, "fixed" as const),
  decision: fc.constantFrom(...decisions.list),
});
const unit: fc.Arbitrary<FleetUnit> = fc.record({
  cluster: fc.constantFrom("a", "b"),
  area: fc.constantFrom(...areas.list),
  unit: fc.constantFrom(...unitKinds.list.slice(0, 4)),
  observedAt: fc.option(fc.integer({ min: 0, max: 90 }).map(daysAgo)),
  weight: fc.constantFrom(1, 10, 30),
  findings: fc.array(finding, { maxLength: 6 }),
});
const fleet = fc.array(unit, { minLength: 1, maxLength: 30 });

const score = (of: readonly FleetUnit[], at = now) => scoreOf(rowsOf(of, at));
const change = (of: readonly FleetUnit[], i: number, findings: (f: FleetFinding[]) => FleetFinding[]) =>
  of.map((u, j) => (j === i % of.length ? { ...u, findings: findings(u.findings) } : u));

/** Every number of `a` is at most that of `b`, and what is unknown is unknown in both. */
function expectNotAbove(a: Score, b: Score) {
  const pairs = [[a.overall, b.overall], ...areas.list.map((area) => [a.areas[area].score, b.areas[area].score])];
  for (const [low, high] of pairs) {
    expect(low === null).toBe(high === null);
    expect(low ?? 0).toBeLessThanOrEqual(high ?? 0);
  }
}

describe("scoreOf, over random fleets", () => {
  it("is bounded, and 100 only where nothing is left to fix", () => {
    fc.assert(
      fc.property(fleet, (of) => {
        const { overall, areas: byArea, coverage } = score(of);
        expect(coverage >= 0 && coverage <= 1).toBe(true);
        for (const { score: s, points: p, state, units } of [...Object.values(byArea)]) {
          expect(s === null).toBe(state === "unknown");
          if (s === null) continue;
          expect(s >= 0 && s <= 100).toBe(true);
          if (p === 0) expect(s).toBe(100);
          if (p > 0 && units.assessed === units.total) expect(s).toBeLessThan(100);
        }
        if (overall !== null) expect(overall >= 0 && overall <= 100).toBe(true);
      }),
      runs,
    );
  });

  it("never falls when something is fixed, and never rises when something is added", () => {
    fc.assert(
      fc.property(fleet, fc.nat(), fc.nat(), finding, (of, i, j, extra) => {
        const fixed = change(of, i, (all) => all.filter((_, k) => k !== j % Math.max(all.length, 1)));
        expectNotAbove(score(of), score(fixed));
        expectNotAbove(score(change(of, i, (all) => [...all, extra])), score(of));
      }),
      runs,
    );
  });

  it("does not notice a cluster split in two, nor the order of rows", () => {
    fc.assert(
      fc.property(fleet, fc.infiniteStream(fc.boolean()), (of, coin) => {
        const split = of.map((u) => (coin.next().value ? { ...u, cluster: `${u.cluster}2` } : u));
        expect(score(split)).toEqual(score(of));
        expect(scoreOf(rowsOf(of, now).reverse())).toEqual(score(of));
      }),
      runs,
    );
  });

  it("never rises when time passes without reports, and keeps what was ever assessed", () => {
    fc.assert(
      fc.property(fleet, fc.integer({ min: 1, max: 400 }), (of, days) => {
        const later = score(of, daysAgo(-days));
        expect(later.overall).toBe(score(of).overall);
        expect(later.coverage).toBe(score(of).coverage);
        const silent = score(of, daysAgo(-1000));
        for (const area of areas.list) expect(silent.areas[area].state).not.toBe("known");
      }),
      runs,
    );
  });

  it("does not improve when risk is accepted, and shows what was accepted", () => {
    fc.assert(
      fc.property(fleet, (of) => {
        const undecided = of.map((u) => ({
          ...u,
          findings: u.findings.map((f) => ({ ...f, decision: "none" as const })),
        }));
        const accept = (f: FleetFinding) => ({ ...f, decision: "accepted" as const });
        const accepted = undecided.map((u) => ({ ...u, findings: u.findings.map(accept) }));
        expect(score(accepted).overall).toBe(score(undecided).overall);
        const present = undecided.flatMap((u) => u.findings).filter((f) => f.presence === "present");
        expect(score(accepted).accepted).toBe(present.reduce((sum, f) => sum + points(f), 0));
      }),
      runs,
    );
  });

  it("loses coverage, not score, for areas that were never assessed", () => {
    fc.assert(
      fc.property(fleet, (of) => {
        const known = of.filter((u) => u.area !== "people");
        const never: FleetUnit = {
          cluster: "a",
          area: "people",
          unit: "team",
          observedAt: null,
          weight: 1,
          findings: [],
        };
        expect(score([...known, never]).overall).toBe(score(known).overall);
        expect(score([...known, never]).coverage).toBeLessThanOrEqual(6 / 7);
        expect(score([...known, never]).areas.people).toMatchObject({ score: null, state: "unknown", coverage: 0 });
      }),
      runs,
    );
  });
});

describe("scoreOf", () => {
  const row: ScoreRow = {
    ...{
      area: "application",
      unit: "workload",
      unitsTotal: 10,
      unitsAssessed: 10,
      unitsStale: 0,
      points: 0,
      weight: 1,
    },
  };

  it("follows the formula: 50 points a unit halve the score", () => {
    expect(groupScore(500, 1)).toBe(50);
    expect(scoreOf([{ ...row, points: 5000 }]).overall).toBe(50);
    expect(scoreOf([]).overall).toBeNull();
  });

  it("pools sums, and never averages the scores of clusters", () => {
    const pooled = scoreOf([
      { ...row, unitsTotal: 1, unitsAssessed: 1, points: 5000 },
      { ...row, unitsTotal: 99, unitsAssessed: 99 },
    ]);
    expect(pooled.overall).toBe(90.9);
  });

  it("averages groups within an area, then areas; weighs environments by criticality", () => {
    expect(
      scoreOf([
        { ...row, points: 5000 },
        { ...row, unit: "repository" },
      ]).overall,
    ).toBe(75);
    expect(
      scoreOf([
        { ...row, points: 5000 },
        { ...row, area: "host", unit: "node" },
      ]).overall,
    ).toBe(75);
    expect(scoreOf([{ ...row, points: 5000, weight: 3 }, row]).overall).toBe(57.1);
  });

  it("calls an area stale when half of what was assessed is", () => {
    expect(scoreOf([{ ...row, unitsStale: 4 }]).areas.application.state).toBe("known");
    expect(scoreOf([{ ...row, unitsStale: 5 }]).areas.application.state).toBe("stale");
    expect(scoreOf([row]).coverage).toBeCloseTo(1 / 7);
  });
});

describe("plausible fleets", () => {
  /** Mulberry32: a small generator with a seed, so that a failure can be repeated. */
  const seeded = (seed: number) => () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };

  it.each<[CareName, number]>([
    ["wellKept", 94],
    ["maintained", 70],
    ["typical", 45],
    ["neglected", 25],
  ])("%s comes out near %d", (name, expected) => {
    for (let seed = 1; seed <= 100; seed++) {
      const { overall } = score(plausibleFleet(name, seeded(seed * 7919), now));
      expect(Math.abs((overall ?? 0) - expected), `seed ${seed}: ${overall}`).toBeLessThanOrEqual(6);
    }
  });
});
