import { type Area, areas, type UnitKind } from "../vocabulary";

/**
 * Sums over units of one kind in one area, for any part of the fleet (a cluster, a team, a namespace). Rows of the
 * same area and kind are pooled: scores are never averaged over clusters.
 */
export interface ScoreRow {
  area: Area;
  unit: UnitKind;
  /** Units that are there. */
  unitsTotal: number;
  /** Units that were ever assessed in this area, stale ones included. */
  unitsAssessed: number;
  /** Of the assessed, those whose evidence is older than its window. */
  unitsStale: number;
  /** Σ points × places of findings that count, in tenths of points. */
  points: number;
  /** Of these, the tenths whose risk is accepted: they count, and are shown beside the score. */
  accepted?: number;
  /** Findings that are known to be exploited and reachable from the internet. */
  exposedKev?: number;
  /** Criticality of the environment, an integer of 1 or more. Only ratios matter. */
  weight: number;
}

/** Never assessed; half or more of what is assessed is stale; else known. */
export type Knowledge = "known" | "stale" | "unknown";

export interface AreaScore {
  /** 0–100 with one decimal; null when nothing in the area was ever assessed. */
  score: number | null;
  state: Knowledge;
  /** 0–1: assessed units ÷ units, stale ones included; 0 where no unit is known. */
  coverage: number;
  units: { total: number; assessed: number; stale: number };
  /** Tenths of points, unweighted. */
  points: number;
  accepted: number;
  exposedKev: number;
}

export interface Score {
  /** Mean of the assessed areas, 0–100 with one decimal; null when there is none. */
  overall: number | null;
  /** Mean of the coverage of all seven areas, so that an area never assessed lowers it. */
  coverage: number;
  accepted: number;
  exposedKev: number;
  areas: Record<Area, AreaScore>;
}

type Group = { points: number; units: number };
const halfPoints = 50;

/** Score of a group, 0 < s ≤ 100, unrounded: 100 ÷ (1 + p̄ / 50) with p̄ the mean of whole points over its units. */
export function groupScore(tenths: number, units: number): number {
  return 100 / (1 + tenths / 10 / units / halfPoints);
}

/** One decimal, rounded down: 100 is shown only where there is nothing to fix. The margin absorbs binary fractions. */
const shown = (score: number) => Math.floor(score * 10 + 1e-9) / 10;

const mean = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

/**
 * Scores of the seven areas and overall. Points of a group in which no unit was ever assessed are reported but do not
 * enter a score: there is nothing to average them over.
 */
export function scoreOf(rows: readonly ScoreRow[]): Score {
  const result = {} as Record<Area, AreaScore>;
  const assessed: number[] = [];
  for (const area of areas.list) {
    const { exact, ...rest } = areaScore(rows.filter((row) => row.area === area));
    if (exact !== null) assessed.push(exact);
    result[area] = { score: exact === null ? null : shown(exact), ...rest };
  }
  const all = Object.values(result);
  return {
    overall: assessed.length === 0 ? null : shown(mean(assessed)),
    coverage: mean(all.map((area) => area.coverage)),
    accepted: all.reduce((sum, area) => sum + area.accepted, 0),
    exposedKev: all.reduce((sum, area) => sum + area.exposedKev, 0),
    areas: result,
  };
}

function areaScore(rows: readonly ScoreRow[]): Omit<AreaScore, "score"> & { exact: number | null } {
  const groups = new Map<UnitKind, Group>();
  const units = { total: 0, assessed: 0, stale: 0 };
  let [points, accepted, exposedKev] = [0, 0, 0];
  for (const row of rows) {
    const group = groups.get(row.unit) ?? { points: 0, units: 0 };
    group.points += row.points * row.weight;
    group.units += row.unitsAssessed * row.weight;
    groups.set(row.unit, group);
    units.total += row.unitsTotal;
    units.assessed += row.unitsAssessed;
    units.stale += row.unitsStale;
    points += row.points;
    accepted += row.accepted ?? 0;
    exposedKev += row.exposedKev ?? 0;
  }
  // In the order of the sorted names, so that the sum of fractions does not depend on the order of the rows.
  const scores = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, group]) => (group.units > 0 ? [groupScore(group.points, group.units)] : []));
  const state = scores.length === 0 ? "unknown" : units.stale * 2 >= units.assessed ? "stale" : "known";
  const coverage = units.total === 0 ? 0 : Math.min(1, units.assessed / units.total);
  return { exact: scores.length === 0 ? null : mean(scores), state, coverage, units, points, accepted, exposedKev };
}
