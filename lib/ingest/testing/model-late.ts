import { shows, wholeSince } from "./model-evidence";
import {
  findingKey,
  type Key,
  type Model,
  type ModelFinding,
  type PastPlace,
  type Place,
  type Step,
  waited,
} from "./model-types";

/** Works out a finding as `next` of the model does. */
type Next = (model: Model, step: Step, of: Key, was: undefined, more: { past?: Past }) => ModelFinding | undefined;

export interface Past {
  first: number;
  clock: number;
  /** Nothing showed it for a time since. */
  apart: boolean;
  lacked: boolean;
}

/** Findings that a late report shows to have been there earlier; those that it makes known are made as of then. */
export function applyLate(model: Model, { late, ...step }: Step, next: Next) {
  const [older, ended] = [new Map<string, Past>(), new Map<string, number>()];
  const [lasted, waits, over] = [new Map<string, number>(), new Map<string, number>(), new Set<string>()];
  const made: { key: string; of: Key }[] = [];
  const placements = [...model.placements];
  for (const { place, fact } of late) {
    const location = model.rules.get(fact.rule)?.located ? fact.location : "";
    const of = { subject: place.subject, place: place.place, rule: fact.rule, location, team: ownerNow(model, place) };
    const key = findingKey(of);
    const shown = model.facts.filter((other) => shows(model, other, place.asset, fact.rule, fact.location));
    if (shown.length === 0) continue;
    const first = Math.max(Math.min(...shown.map((one) => one.first)), place.since ?? 0);
    const after = model.past.filter((q) => sameSpot(q, place) && q.until > place.until);
    const next = [...after, ...model.placements.filter((p) => sameSpot(p, place))];
    const known = model.findings.get(key);
    if (!known || first < known.first) {
      const was = older.get(key) ?? {
        first,
        clock: Number.POSITIVE_INFINITY,
        apart: known !== undefined,
        lacked: false,
      };
      older.set(key, {
        first: Math.min(first, was.first),
        clock: Math.min(Math.max(first, place.arrived ?? first), was.clock),
        apart: was.apart && place.until < (known?.first ?? 0),
        lacked: was.lacked || (known && next.some((p) => lackedBy(model, p.asset, of, known.first))) === true,
      });
    }
    if (known && known.presence === 0 && !known.awaiting && place.until >= known.stateAt) {
      const [from, to] = [Math.max(known[waited] ?? Number.POSITIVE_INFINITY, known.first), known.stateAt];
      if (first >= from && first <= to) waits.set(key, Math.min(first, waits.get(key) ?? first));
    }
    if (known) continue;
    made.push({ key, of });
    const overAt = Math.min(...after.flatMap((q) => overOn(model, q, fact.rule)));
    if (place.until >= (lasted.get(key) ?? 0)) {
      lasted.set(key, place.until);
      ended.set(key, Number.isFinite(overAt) ? Math.max(overAt, place.until) : place.until);
      if (Number.isFinite(overAt)) over.add(key);
      else over.delete(key);
    }
    const there = { ...place, team: of.team, fixTeam: of.team, running: "unknown" as const, exposed: false };
    placements.push({ ...there, arrived: place.arrived ?? place.since ?? step.at });
  }
  for (const [key, at] of waits) (model.findings.get(key) as ModelFinding).stateAt = at;
  const then = { ...model, placements };
  for (const { key, of } of made) {
    if (model.findings.has(key)) continue;
    const now = next(then, { ...step, late: [], looked: [], moves: [] }, of, undefined, { past: older.get(key) });
    if (now) model.findings.set(key, now);
  }
  return { older, ended, over };
}

/** When a version that came and went was looked at, if it was then. */
function overOn(model: Model, q: PastPlace, rule: string): number[] {
  const looked = wholeSince(model, q.asset, rule);
  return looked < q.until ? [Math.max(looked, q.arrived ?? looked, q.since ?? looked)] : [];
}

/** What awaits a scan and was over by then: all that ran there was looked at, and none of it showed it. */
export function overBy(model: Model, { looked }: Step, older: Map<string, Past>): Map<string, number> {
  const over = new Map<string, number>();
  for (const { place, kind, at: on } of looked) {
    const at = Math.max(on, place.arrived ?? on, place.since ?? on);
    const began = (p: { arrived?: number | null; since: number | null }) => (p.arrived ?? p.since ?? at) <= at;
    const here = (p: Pick<Place, "subject" | "place">) => p.subject === place.subject && p.place === place.place;
    const then = [...model.past.filter((p) => p.until > at), ...model.placements].filter((p) => here(p) && began(p));
    for (const [key, f] of model.findings) {
      if (!here(f) || !f.awaiting || f.presence !== 0 || f.first > at || older.has(key)) continue;
      if (model.rules.get(f.rule)?.kind !== kind) continue;
      const open = then.some(
        (p) =>
          wholeSince(model, p.asset, f.rule) > at ||
          model.facts.some((fact) => shows(model, fact, p.asset, f.rule, f.location)),
      );
      if (!open) over.set(key, Math.min(at, over.get(key) ?? at));
    }
  }
  return over;
}

/** A whole run looked at a version before that, and did not find it. */
function lackedBy(model: Model, asset: string, { rule, location }: Key, time: number): boolean {
  const kind = model.rules.get(rule)?.kind;
  const shown = model.facts.filter((fact) => shows(model, fact, asset, rule, location)).map((fact) => fact.first);
  const firsts = new Map<string, number>();
  for (const look of model.looks)
    if (look.asset === asset && look.kind === kind && look.profile === "" && look.rules === null)
      firsts.set(`${look.tool}`, Math.min(look.at, firsts.get(`${look.tool}`) ?? look.at));
  return [...firsts.values()].some((at) => at < time && !shown.some((first) => first <= at));
}

type Spot = Pick<Place, "subject" | "place" | "workload">;
const sameSpot = (a: Spot, b: Spot) => a.subject === b.subject && a.place === b.place && a.workload === b.workload;

/** The team of what runs in the workload now; of what ran, where nothing does. */
function ownerNow(model: Model, at: PastPlace): number {
  const here = model.placements.filter((p) => p.workload === at.workload && p.place === at.place);
  return (here.find((p) => p.asset === p.workload) ?? here[0])?.team ?? at.team;
}
