import { severityRises } from "../../domain/lifecycle/reopens";
import { deriveState } from "../../domain/lifecycle/state";
import { points } from "../../domain/score/points";
import { type Due, nextDue, startOf } from "../../domain/sla/due";
import { allowance, type SlaPolicy } from "../../domain/sla/policy";
import { decisions, fixStates, presences, type Severity, severities, states, works } from "../../domain/vocabulary";

/**
 * The rules of detections, placements and findings once more, naively: every finding is worked out from scratch after
 * every step, from plain lists. Nothing here is shared with the merge but the pure functions of lib/domain.
 */

export interface ModelRule {
  id: string;
  kind: number;
  located: boolean;
  kev: boolean;
}

/** Where a version runs. Codes and ids as in the database. */
export interface Place {
  subject: string;
  place: number;
  asset: string;
  workload: string;
  team: number;
  fixTeam: number;
  running: "unknown" | "yes" | "no";
  exposed: boolean;
  since: number | null;
  /** When it was first seen there, as the database has it. */
  arrived?: number | null;
}

export interface Fact {
  asset: string;
  rule: string;
  location: string;
  tool: number;
  /** What narrows the run. */
  profile: string;
  severity: number;
  fixState: number;
  first: number;
  muted?: boolean;
}

/** A complete report of an asset; `rules` are those that it ran, where it lists them. */
export interface Look {
  asset: string;
  kind: number;
  tool: number;
  profile: string;
  rules: string[] | null;
}

export interface ModelFinding {
  subject: string;
  place: number;
  rule: string;
  location: string;
  team: number;
  fixTeam: number;
  presence: number;
  awaiting: boolean;
  severity: number;
  fixState: number;
  points: number;
  places: number;
  /** KEV, EPSS, exposed, idle as the database keeps them. */
  flags: number;
  witnesses: number;
  first: number;
  stateAt: number;
  state: number;
  decision: number;
  work: number;
  due: number | null;
  dueDays: number | null;
}

export interface Move {
  subject: string;
  fromPlace: number;
  /** null: of any team. */
  fromTeam: number | null;
  toPlace: number;
  toTeam: number;
  /** When it was first seen where it was, where that gives way. */
  arrived?: number | null;
}

export interface Model {
  rules: Map<string, ModelRule>;
  /** Subject → team that can fix it; 0: who runs it. */
  fixTeams: Map<string, number>;
  versioned(subject: string): boolean;
  placements: Place[];
  facts: Fact[];
  /** Complete reports that were seen, and what is said now under each name of a run. */
  looks: Look[];
  findings: Map<string, ModelFinding>;
  policy: SlaPolicy;
  /** Of the cluster that a place is in; null: in none. */
  environmentOf(place: number): string | null;
}

export interface Step {
  at: number;
  /** `ASSET RULE LOCATION` that a report says no longer. */
  withdrawn: Set<string>;
  /** When that was, where it was not at `at`. */
  times: Map<string, number>;
  moves: Move[];
}

export const findingKey = (f: Pick<ModelFinding, "subject" | "place" | "rule" | "location" | "team">) =>
  [f.subject, f.place, f.rule, f.location, f.team].join("|");

const shows = (model: Model, fact: Fact, asset: string, rule: string, location: string) =>
  !fact.muted &&
  fact.asset === asset &&
  fact.rule === rule &&
  (!model.rules.get(rule)?.located || fact.location === location);

/** Nobody looked at this version for it: neither a whole run, nor one narrowed like one that found it in some version. */
const unscanned = (model: Model, at: Place, of: Pick<ModelFinding, "rule" | "location">) =>
  model.versioned(at.subject) &&
  !model.looks.some(
    (look) =>
      look.asset === at.asset &&
      look.kind === model.rules.get(of.rule)?.kind &&
      (look.rules === null || look.rules.includes(of.rule)) &&
      (look.profile === "" || foundBy(model, look, at.subject, of)),
  );

const foundBy = (model: Model, look: Look, subject: string, of: Pick<ModelFinding, "rule" | "location">) =>
  model.facts.some(
    (fact) =>
      fact.tool === look.tool &&
      fact.profile === look.profile &&
      fact.asset.startsWith(`${subject}@`) &&
      shows(model, { ...fact, muted: false }, fact.asset, of.rule, of.location),
  );

const there = (model: Model, subject: string, place: number, team: number | null) =>
  model.placements.filter((p) => p.subject === subject && p.place === place && (team === null || p.team === team));

function supported(model: Model, f: ModelFinding, place: number, team: number | null): boolean {
  return there(model, f.subject, place, team).some(
    (p) =>
      model.facts.some((fact) => shows(model, fact, p.asset, f.rule, f.location)) ||
      (f.awaiting && unscanned(model, p, f)),
  );
}

/** Parts that go to another team while the rest stays, or goes elsewhere, inherit date and decision. */
type Kin = Map<string, { first: number; decision: number; due: Due | null }>;

function applyMoves(model: Model, { moves, at }: Step): Kin {
  const kin: Kin = new Map();
  const going: { f: ModelFinding; move: Move }[] = [];
  const from = (f: ModelFinding, move: Move) =>
    f.subject === move.subject && f.place === move.fromPlace && (move.fromTeam === null || f.team === move.fromTeam);
  for (const f of model.findings.values()) {
    const options = moves.filter((move) => from(f, move));
    const [first] = options;
    if (!first) continue;
    const stays = there(model, f.subject, f.place, first.fromTeam).length > 0;
    if (stays || options.length > 1) {
      for (const move of options) {
        if (move.fromPlace !== move.toPlace || f.presence !== 0) continue;
        const key = findingKey({ ...f, team: move.toTeam });
        const old = kin.get(key);
        kin.set(key, {
          first: Math.min(f.first, old?.first ?? f.first),
          decision: Math.max(f.decision, old?.decision ?? 0),
          due: earliest(old?.due ?? null, dueOf(f)),
        });
      }
    }
    const wanted = options.filter((move) => f.presence === 0 && supported(model, f, move.toPlace, move.toTeam));
    const best = (list: Move[]) => [...list].sort((a, b) => a.toPlace - b.toPlace || a.toTeam - b.toTeam)[0];
    const move = best(wanted) ?? (stays ? undefined : best(options));
    if (!move || (stays && supported(model, f, f.place, move.fromTeam))) {
      if (first.fromTeam === null) redate(model, f);
      continue;
    }
    going.push({ f, move });
  }
  for (const { f } of going) model.findings.delete(findingKey(f));
  for (const { f, move } of going) {
    const moved = { ...f, place: move.toPlace, team: move.toTeam };
    if (move.fromPlace !== move.toPlace) redate(model, moved, move.arrived);
    moved.fixTeam = model.fixTeams.get(f.subject) || move.toTeam;
    const known = model.findings.get(findingKey(moved));
    model.findings.set(findingKey(moved), known ? merged(known, moved, at) : moved);
  }
  return kin;
}

/** At another place, or one that was only declared, it is as old as what shows it there, and due from when it came there. */
function redate(model: Model, f: ModelFinding, arrived: number | null = null): void {
  if (f.presence !== 0) return;
  const shown = there(model, f.subject, f.place, f.team).flatMap((p) =>
    model.facts.filter((fact) => shows(model, fact, p.asset, f.rule, f.location)).map((fact) => ({ p, fact })),
  );
  if (shown.length === 0) return;
  const was = f.first;
  const first = Math.min(...shown.map(({ fact }) => fact.first));
  if (first > was) {
    if (f.stateAt === was) f.stateAt = first;
    f.first = first;
  }
  if (f.due === null) return;
  const [start, clock] = [f.due - (f.dueDays ?? 0) * day, Math.min(...shown.map(({ p, fact }) => clockOf(p, fact)))];
  if (clock > start || (arrived !== null && start <= Math.max(was, arrived))) f.due = clock + (f.dueDays ?? 0) * day;
}

/** What a late report shows was there earlier than was known: a clock that started then and was not started anew starts earlier. */
export function seenEarlier(model: Model, arrivedNow: (p: Place) => number | null): void {
  const was = new Map(model.placements.map((p) => [p, p.arrived ?? null]));
  for (const p of model.placements) p.arrived = arrivedNow(p);
  for (const f of model.findings.values()) {
    if (f.presence !== 0 || f.due === null) continue;
    const here = there(model, f.subject, f.place, f.team);
    const start = f.due - (f.dueDays ?? 0) * day;
    const lowered = here.flatMap((p) => {
      const old = was.get(p) ?? null;
      return old !== null && p.arrived !== null && p.arrived !== undefined && p.arrived < old ? [old] : [];
    });
    if (!lowered.some((old) => start <= Math.max(f.first, old))) continue;
    const clocks = here.flatMap((p) =>
      model.facts.filter((fact) => shows(model, fact, p.asset, f.rule, f.location)).map((fact) => clockOf(p, fact)),
    );
    if (clocks.length > 0 && Math.min(...clocks) < start) f.due = Math.min(...clocks) + (f.dueDays ?? 0) * day;
  }
}

const clockOf = (p: Place, fact: Fact) => Math.max(fact.first, p.since ?? fact.first, p.arrived ?? fact.first);
const day = 86_400_000;
const dueOf = (f: Pick<ModelFinding, "due" | "dueDays">): Due | null =>
  f.due === null ? null : { at: new Date(f.due), days: f.dueDays ?? 0 };
const earliest = (a: Due | null, b: Due | null) => (a && b ? (a.at <= b.at ? a : b) : (a ?? b));

/** Of two due dates the earlier holds, by the days of the one that stays. */
function mergedDue(known: ModelFinding, other: ModelFinding): Pick<ModelFinding, "due" | "dueDays"> {
  const from = other.presence === 0 ? dueOf(other) : null;
  if (!from) return known;
  if (known.presence !== 0 || known.due === null) return { due: from.at.getTime(), dueDays: from.days };
  return { due: Math.min(known.due, startOf(from).getTime() + (known.dueDays ?? 0) * day), dueDays: known.dueDays };
}

/** `known` goes on; what is there wins over what is not. */
function merged(known: ModelFinding, other: ModelFinding, at: number): ModelFinding {
  const base = known.presence !== 0 && other.presence === 0 ? { ...other, stateAt: known.stateAt } : known;
  const { due, dueDays } = mergedDue(known, other);
  const one = {
    ...base,
    first: Math.min(known.first, other.first),
    decision: Math.max(known.decision, other.decision),
    work: Math.max(known.work, other.work),
    ...{ due, dueDays },
    fixTeam: known.fixTeam,
  };
  one.state = stateOf(one);
  if (one.state !== known.state) one.stateAt = at;
  return one;
}

const stateOf = (f: Pick<ModelFinding, "presence" | "awaiting" | "decision" | "work">) =>
  states.code(
    deriveState({
      presence: presences.word(f.presence),
      awaitingScan: f.awaiting,
      decision: decisions.word(f.decision),
      work: works.word(f.work),
    }),
  );

/** Works every finding out anew. */
export function settle(model: Model, step: Step): void {
  const kin = applyMoves(model, step);
  const keys = new Map<string, Pick<ModelFinding, "subject" | "place" | "rule" | "location" | "team">>();
  for (const p of model.placements)
    for (const fact of model.facts) {
      if (fact.asset !== p.asset || fact.muted) continue;
      const location = model.rules.get(fact.rule)?.located ? fact.location : "";
      const key = { subject: p.subject, place: p.place, rule: fact.rule, location, team: p.team };
      keys.set(findingKey(key), key);
    }
  for (const [key, f] of model.findings) keys.set(key, f);
  for (const [key, of] of keys) {
    const now = next(model, step, of, model.findings.get(key), kin.get(key));
    if (now) model.findings.set(key, now);
  }
}

function next(
  model: Model,
  { at: on, withdrawn, times }: Step,
  of: Pick<ModelFinding, "subject" | "place" | "rule" | "location" | "team">,
  was: ModelFinding | undefined,
  kin: { first: number; decision: number; due: Due | null } | undefined,
): ModelFinding | undefined {
  const here = there(model, of.subject, of.place, of.team);
  const hits = here.flatMap((p) =>
    model.facts.filter((fact) => shows(model, fact, p.asset, of.rule, of.location)).map((fact) => ({ p, fact })),
  );
  const rule = model.rules.get(of.rule) as ModelRule;
  const versioned = model.versioned(of.subject);
  const said = there(model, of.subject, of.place, null).map((p) => `${p.asset} ${of.rule} ${of.location}`);
  const gone = said.some((key) => withdrawn.has(key));
  const at = said.reduce<number | undefined>((last, key) => latest(last, times.get(key)), undefined) ?? on;
  const open = here.filter((p) => unscanned(model, p, of));
  const awaiting = hits.length === 0 && was?.presence === 0 && open.length > 0 && !gone;
  const fixTeam = model.fixTeams.get(of.subject) || of.team;
  if (hits.length === 0 && !awaiting) {
    if (was?.presence !== 0) return was;
    const presence = here.length === 0 ? 3 : rule.kind === 5 ? 5 : gone ? (versioned ? 4 : 1) : versioned ? 2 : 1;
    const closed = { ...was, presence, awaiting: false, work: 0, fixTeam };
    return dated(closed, was, at);
  }
  const running = (hits.length > 0 ? hits.map(({ p }) => p) : open) as Place[];
  const severity =
    hits.length > 0 ? Math.max(...hits.map(({ fact }) => fact.severity)) : (was as ModelFinding).severity;
  const word: Severity = severities.word(severity);
  const fixState =
    hits.length > 0 ? Math.max(...hits.map(({ fact }) => fact.fixState)) : (was as ModelFinding).fixState;
  const exposed = running.some((p) => p.exposed);
  const idle = running.every((p) => p.running === "no");
  const seen = hits.map(({ p, fact }) => Math.max(fact.first, p.since ?? fact.first));
  const first = Math.min(
    ...seen,
    was?.first ?? Number.POSITIVE_INFINITY,
    was ? Number.POSITIVE_INFINITY : (kin?.first ?? Number.POSITIVE_INFINITY),
  );
  const rises = was !== undefined && hits.length > 0 && severityRises(severities.word(was.severity), word);
  const listed = was !== undefined && rule.kev && (was.flags & 1) === 0;
  const now: ModelFinding = {
    ...of,
    ...{ fixTeam, presence: 0, awaiting, severity, fixState, first },
    points: points({ severity: word, kev: rule.kev, epss: null, exposed, running: idle ? "no" : "unknown" }),
    places: new Set(running.map((p) => p.workload)).size,
    flags: (rule.kev ? 1 : 0) + (exposed ? 4 : 0) + (idle ? 8 : 0),
    witnesses:
      hits.length > 0 ? hits.reduce((bits, { fact }) => bits | (1 << fact.tool), 0) : (was as ModelFinding).witnesses,
    decision: was ? (rises || listed ? 0 : was.decision) : (kin?.decision ?? 0),
    work: was?.presence === 0 ? was.work : 0,
    ...{ stateAt: 0, state: 0, due: null, dueDays: null },
  };
  const environment = model.environmentOf(of.place);
  const due = nextDue(was ? before(was) : null, {
    ...{
      at: new Date(at),
      severity: word,
      kev: rule.kev,
      fixState: fixStates.word(fixState),
      firstSeenAt: new Date(first),
    },
    days: allowance(model.policy, { environment, severity: word, kev: rule.kev }),
    clock: new Date(Math.min(...(hits.length > 0 ? hits.map(({ p, fact }) => clockOf(p, fact)) : [first]))),
    kin: kin ? { firstSeenAt: new Date(kin.first), due: kin.due } : null,
  });
  now.due = due?.at.getTime() ?? null;
  now.dueDays = due?.days ?? null;
  return dated(now, was, at);
}

const latest = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);

const before = (was: ModelFinding) => ({
  ...{ severity: severities.word(was.severity), kev: (was.flags & 1) === 1, present: was.presence === 0 },
  ...{ firstSeenAt: new Date(was.first), due: dueOf(was), decided: was.decision !== 0, stateAt: new Date(was.stateAt) },
});

function dated(now: ModelFinding, was: ModelFinding | undefined, at: number): ModelFinding {
  const state = stateOf(now);
  if (!was) return { ...now, state, stateAt: now.first };
  const stateAt = state !== was.state ? at : was.stateAt === was.first ? now.first : was.stateAt;
  return { ...now, state, stateAt };
}
