import { evidenceState } from "@/lib/domain/score/evidence";
import { type Score as DomainScore, scoreOf } from "@/lib/domain/score/score-of";
import { type Area, areas, type Severity, severities, unitKinds } from "@/lib/domain/vocabulary";
import type { Cell, Cells, UnitCell } from "./cells";
import { scoreRows } from "./score-rows";

export interface ShownScore {
  score: number | null;
  state: "known" | "stale" | "unknown";
  coverage: number;
  change: number | null;
  reason: string | null;
  /** Whole points. */
  points: number;
  acceptedPoints: number;
  exposedKev: number;
  observedAt: Date | null;
}

/** Posture of a cluster, a team or everything, before it is put into words of the wire. */
export interface PostureRecord {
  key: string | null;
  name: string;
  environment: string | null;
  overall: ShownScore;
  areas: Record<Area, ShownScore>;
  open: Record<Severity, number>;
  findings: number;
  fixable: number;
  workloads: number;
}

export interface RowInput {
  key: string | null;
  name: string;
  environment: string | null;
  now: Cells;
  /** A week before; null: nothing was known then. */
  before: Cells | null;
  at: Date;
}

const PLATFORM = areas.code("platform");
const WORKLOAD = unitKinds.code("workload");

export function postureRow({ key, name, environment, now, before, at }: RowInput): PostureRecord {
  const score = scoreOf(scoreRows(now));
  const then = before ? scoreOf(scoreRows(before)) : null;
  const { cells, units } = now;
  const observed = observedBy(units);
  const shown = Object.fromEntries(
    areas.list.map((area) => [area, areaShown(area, score, then, observed.get(areas.code(area)) ?? null, at)]),
  ) as Record<Area, ShownScore>;
  const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0);
  const open = Object.fromEntries(severities.list.map((word) => [word, sum((cell) => cell[word])]));
  return {
    key,
    name,
    environment,
    overall: overallShown(score, then, shown),
    areas: shown,
    open: open as Record<Severity, number>,
    findings: sum((cell) => cell.present),
    fixable: sum((cell) => cell.fixable),
    workloads: units
      .filter((unit) => unit.area === PLATFORM && unit.unit === WORKLOAD)
      .reduce((total, unit) => total + unit.total, 0),
  };
}

function observedBy(units: readonly UnitCell[]): Map<number, Date> {
  const latest = new Map<number, Date>();
  for (const { area, observedAt } of units) {
    const known = latest.get(area);
    if (observedAt && (!known || observedAt > known)) latest.set(area, observedAt);
  }
  return latest;
}

function areaShown(
  area: Area,
  score: DomainScore,
  then: DomainScore | null,
  observedAt: Date | null,
  at: Date,
): ShownScore {
  const now = score.areas[area];
  const before = then?.areas[area].score ?? null;
  return {
    score: now.score,
    state: now.state,
    coverage: now.coverage,
    change: change(now.score, before),
    reason: reasonOf(now.state, observedAt, at),
    points: now.points / 10,
    acceptedPoints: now.accepted / 10,
    exposedKev: now.exposedKev,
    observedAt,
  };
}

function overallShown(score: DomainScore, then: DomainScore | null, byArea: Record<Area, ShownScore>): ShownScore {
  const parts = Object.values(byArea);
  const assessed = parts.filter((part) => part.state !== "unknown");
  const state =
    assessed.length === 0 ? "unknown" : assessed.every((part) => part.state === "stale") ? "stale" : "known";
  const unknown = areas.list.filter((area) => byArea[area].state === "unknown");
  const observed = parts.map((part) => part.observedAt).filter((time) => time !== null);
  return {
    score: score.overall,
    state,
    coverage: score.coverage,
    change: change(score.overall, then?.overall ?? null),
    reason: unknown.length > 0 ? `never assessed: ${unknown.join(", ")}` : null,
    points: parts.reduce((sum, part) => sum + part.points, 0),
    acceptedPoints: score.accepted / 10,
    exposedKev: score.exposedKev,
    observedAt: observed.length > 0 ? new Date(Math.max(...observed.map((time) => time.getTime()))) : null,
  };
}

function change(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : Math.round((now - before) * 10) / 10;
}

/** One clause that says why a score is not known, or not to be trusted: "kube-bench last heard 9 days ago". */
export function reasonOf(
  state: "known" | "stale" | "unknown",
  observedAt: Date | null,
  at: Date,
  tool?: string,
): string | null {
  if (state === "unknown") return "never assessed";
  if (state === "known" || !observedAt) return null;
  if (evidenceState(observedAt, at) !== "stale") return "most of the evidence is old";
  const days = Math.floor((at.getTime() - observedAt.getTime()) / 86_400_000);
  return `${tool ? `${tool} ` : ""}last heard ${days} days ago`;
}
