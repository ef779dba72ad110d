import { evidenceState } from "@/lib/domain/score/evidence";
import { type Score as DomainScore, scoreOf } from "@/lib/domain/score/score-of";
import type { Cells } from "./cells";
import { scoreRows } from "./score-rows";
import { type Area, areas, isPresentCode, type Severity, severities } from "./words";

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
  /** null: there is no snapshot to compare with. */
  before: (Cells & { day: Date }) | null;
  weights: Map<number, number>;
  at: Date;
}

const PLATFORM = areas.code("platform");
const WORKLOAD = 0;

export function postureRow({ key, name, environment, now, before, weights, at }: RowInput): PostureRecord {
  const score = scoreOf(scoreRows(now, weights, at));
  const then = before ? scoreOf(scoreRows(before, weights, before.day)) : null;
  const observed = observedBy(now);
  const shown = Object.fromEntries(
    areas.list.map((area) => [area, areaShown(area, score, then, observed.get(areas.code(area)) ?? null, at)]),
  ) as Record<Area, ShownScore>;
  const open = Object.fromEntries(severities.list.map((word) => [word, 0])) as Record<Severity, number>;
  let findings = 0;
  let fixable = 0;
  for (const cell of now.cells) {
    if (!isPresentCode(cell.state)) continue;
    for (const word of severities.list) {
      findings += cell[word];
      if (cell.state < 4) open[word] += cell[word];
    }
    fixable += cell.fixable;
  }
  const workloads = now.units
    .filter((u) => u.area === PLATFORM && u.unit === WORKLOAD)
    .reduce((sum, u) => sum + u.total, 0);
  return {
    key,
    name,
    environment,
    overall: overallShown(score, then, shown),
    areas: shown,
    open,
    findings,
    fixable,
    workloads,
  };
}

function observedBy({ units }: Cells): Map<number, Date> {
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

export function reasonOf(state: "known" | "stale" | "unknown", observedAt: Date | null, at: Date): string | null {
  if (state === "unknown") return "never assessed";
  if (state === "known" || !observedAt) return null;
  const days = Math.floor((at.getTime() - observedAt.getTime()) / 86_400_000);
  return evidenceState(observedAt, at) === "stale" ? `last heard ${days} days ago` : "most of the evidence is old";
}
