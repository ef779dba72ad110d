import { type Area, areas, type UnitKind } from "../vocabulary";
import { type ScoreRow, scoreOf } from "./score-of";

/**
 * Why a score changed. `assessed`: a group was assessed for the first time. `units`: things came or went, and share
 * the same points among more or fewer. `points`: findings came, went or changed weight. `removed`: nothing that was
 * assessed is left of the group.
 */
export type ScoreCause = "assessed" | "units" | "points" | "removed";

export interface ScoreDelta {
  area: Area;
  unit: UnitKind;
  cause: ScoreCause;
  /** In points of the overall score, one decimal, never 0. */
  delta: number;
}

export interface ScoreChange {
  before: number | null;
  after: number | null;
  /** null when nothing was assessed before or after: then there is no change to explain. */
  change: number | null;
  deltas: ScoreDelta[];
}

type Pool = { area: Area; unit: UnitKind; units: number; points: number };

/**
 * Explains the change of the overall score between two sets of rows as deltas that sum to it exactly. For the change
 * of one area give its rows only. The steps are taken in a fixed order (first assessments, then units, then points,
 * then removals; areas in their order), so the same change is always told in the same way.
 */
export function explain(before: readonly ScoreRow[], after: readonly ScoreRow[]): ScoreChange {
  const [from, to] = [scoreOf(before).overall, scoreOf(after).overall];
  if (from === null || to === null) return { before: from, after: to, change: null, deltas: [] };
  const now = pool(before);
  const then = pool(after);
  const keys = [...new Set([...now.keys(), ...then.keys()])].sort(
    (a, b) => rank(now.get(a) ?? then.get(a)) - rank(now.get(b) ?? then.get(b)) || (a < b ? -1 : 1),
  );
  const deltas: ScoreDelta[] = [];
  let last = tenths(from);
  const step = (key: string, cause: ScoreCause, next: Pool) => {
    now.set(key, next);
    const score = tenths(scoreOf([...now.values()].map(asRow)).overall ?? 0);
    if (score !== last) deltas.push({ area: next.area, unit: next.unit, cause, delta: (score - last) / 10 });
    last = score;
  };
  const causeOf = (key: string): ScoreCause => {
    const [a, b] = [now.get(key)?.units ?? 0, then.get(key)?.units ?? 0];
    return a === 0 ? "assessed" : b === 0 ? "removed" : "units";
  };
  const causes = new Map(keys.map((key) => [key, causeOf(key)]));
  for (const cause of ["assessed", "units", "points", "removed"] as const) {
    for (const key of keys) {
      if ((cause === "points" ? "units" : cause) !== causes.get(key)) continue;
      const target = then.get(key) ?? { ...(now.get(key) as Pool), units: 0, points: 0 };
      step(key, cause, cause === "units" ? { ...(now.get(key) as Pool), units: target.units } : target);
    }
  }
  return { before: from, after: to, change: (tenths(to) - tenths(from)) / 10, deltas };
}

const tenths = (score: number) => Math.round(score * 10);
const rank = (of: Pool | undefined) => (of ? areas.code(of.area) : 0);

/** Weighted sums of each group. */
function pool(rows: readonly ScoreRow[]): Map<string, Pool> {
  const pools = new Map<string, Pool>();
  for (const { area, unit, unitsAssessed, points, weight } of rows) {
    const key = `${area}/${unit}`;
    const sum = pools.get(key) ?? { area, unit, units: 0, points: 0 };
    sum.units += unitsAssessed * weight;
    sum.points += points * weight;
    pools.set(key, sum);
  }
  return pools;
}

const asRow = ({ area, unit, units, points }: Pool): ScoreRow => ({
  ...{ area, unit, points, weight: 1 },
  ...{ unitsTotal: units, unitsAssessed: units, unitsStale: 0 },
});

/**
 * Shares a delta out among the changes of points that made it, in proportion, in whole tenths that sum to it exactly
 * (largest remainder; ties to the earlier). Where the changes cancel out, every share is 0.
 */
export function shareOut(delta: number, changes: readonly number[]): number[] {
  const total = changes.reduce((sum, n) => sum + n, 0);
  if (total === 0) return changes.map(() => 0);
  const exact = changes.map((n) => (tenths(delta) * n) / total);
  const shares = exact.map(Math.floor);
  const order = exact.map((_, i) => i).sort((a, b) => fraction(exact, b) - fraction(exact, a) || a - b);
  const left = tenths(delta) - shares.reduce((sum, n) => sum + n, 0);
  for (const i of order.slice(0, left)) shares[i] = (shares[i] ?? 0) + 1;
  return shares.map((n) => n / 10);
}

const fraction = (numbers: readonly number[], i: number) => (numbers[i] ?? 0) - Math.floor(numbers[i] ?? 0);
