import { severityRises } from "../../domain/lifecycle/reopens";
import { deriveState } from "../../domain/lifecycle/state";
import { points } from "../../domain/score/points";
import { type Due, nextDue, startOf } from "../../domain/sla/due";
import { allowance } from "../../domain/sla/policy";
import { decisions, fixStates, presences, type Severity, severities, states, works } from "../../domain/vocabulary";
import { shows, supported, there, unscanned, wholeSince } from "./model-evidence";
import { applyLate, overBy, type Past } from "./model-late";
import {
  before,
  type Fact,
  findingKey,
  type Key,
  type Model,
  type ModelFinding,
  type ModelRule,
  type Move,
  type Place,
  type Step,
  waited,
} from "./model-types";

/**
 * The rules of detections, placements and findings once more, naively: every finding is worked out from scratch after
 * every step, from plain lists. Nothing here is shared with the merge but the pure functions of lib/domain.
 */

/** Parts that go to another team while the rest stays, or goes elsewhere, inherit date and decision. */
type Inherited = { first: number; decision: number; due: Due | null };
type Kin = Map<string, Inherited>;

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
  const { older, ended, over: madeOver } = applyLate(model, step, next);
  const over = overBy(model, step, older);
  for (const key of madeOver) over.set(key, ended.get(key) as number);
  const keys = new Map<string, Key>();
  for (const p of model.placements)
    for (const fact of model.facts) {
      if (fact.asset !== p.asset || fact.muted) continue;
      const location = model.rules.get(fact.rule)?.located ? fact.location : "";
      const key = { subject: p.subject, place: p.place, rule: fact.rule, location, team: p.team };
      keys.set(findingKey(key), key);
    }
  for (const [key, f] of model.findings) keys.set(key, f);
  for (const [key, of] of keys) {
    const more = { kin: kin.get(key), past: older.get(key), at: ended.get(key), over: over.get(key) };
    const now = next(model, step, of, model.findings.get(key), more);
    if (now) model.findings.set(key, now);
  }
}

function next(
  model: Model,
  { at: on, withdrawn, times }: Step,
  of: Key,
  was: ModelFinding | undefined,
  { kin, past, at: ended, over }: { kin?: Inherited; past?: Past; at?: number; over?: number },
): ModelFinding | undefined {
  const here = there(model, of.subject, of.place, of.team);
  const hits = here.flatMap((p) =>
    model.facts.filter((fact) => shows(model, fact, p.asset, of.rule, of.location)).map((fact) => ({ p, fact })),
  );
  const rule = model.rules.get(of.rule) as ModelRule;
  const versioned = model.versioned(of.subject);
  const said = there(model, of.subject, of.place, null).map((p) => `${p.asset} ${of.rule} ${of.location}`);
  const gone = said.some((key) => withdrawn.has(key));
  const at =
    said.reduce<number | undefined>((last, key) => latest(last, times.get(key)), undefined) ?? over ?? ended ?? on;
  const open = here.filter((p) => unscanned(model, p, of));
  const awaiting = hits.length === 0 && was?.presence === 0 && open.length > 0 && !gone && over === undefined;
  const fixTeam = model.fixTeams.get(of.subject) || of.team;
  if (hits.length === 0 && !awaiting) {
    if (was?.presence !== 0) return was && past ? { ...was, first: Math.min(was.first, past.first) } : was;
    const presence = here.length === 0 ? 3 : rule.kind === 5 ? 5 : gone ? (versioned ? 4 : 1) : versioned ? 2 : 1;
    const closed = { ...was, presence, awaiting: false, work: 0, fixTeam };
    // What a newer version lacks is over when that was looked at, if that was later.
    const looked = here.map((p) => wholeSince(model, p.asset, of.rule)).filter(Number.isFinite);
    return dated(closed, was, presence === 2 && over === undefined ? Math.max(at, ...looked) : at);
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
    past?.first ?? Number.POSITIVE_INFINITY,
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
  const clock = Math.min(...(hits.length > 0 ? hits.map(({ p, fact }) => clockOf(p, fact)) : [first]));
  const due = nextDue(was ? dueBefore(was) : null, {
    ...{
      at: new Date(at),
      severity: word,
      kev: rule.kev,
      fixState: fixStates.word(fixState),
      firstSeenAt: new Date(first),
    },
    days: allowance(model.policy, { environment, severity: word, kev: rule.kev }),
    clock: new Date(was ? clock : Math.min(clock, past?.clock ?? clock)),
    kin: kin ? { firstSeenAt: new Date(kin.first), due: kin.due } : null,
    past: past && !(past.apart && past.lacked) ? new Date(past.clock) : null,
  });
  now.due = due?.at.getTime() ?? null;
  now.dueDays = due?.days ?? null;
  return dated(now, was, at, past?.apart);
}

const latest = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);

const dueBefore = (was: ModelFinding) => ({
  ...{ severity: severities.word(was.severity), kev: (was.flags & 1) === 1, present: was.presence === 0 },
  ...{ firstSeenAt: new Date(was.first), due: dueOf(was), decided: was.decision !== 0, stateAt: new Date(was.stateAt) },
});

function dated(now: ModelFinding, was: ModelFinding | undefined, at: number, apart = false): ModelFinding {
  const state = stateOf(now);
  if (!was) return { ...now, state, stateAt: now.first };
  const same = was.stateAt === was.first && !apart ? now.first : was.stateAt;
  const kept = { [before]: was[before], [waited]: was[waited] };
  if (state === was.state) return { ...now, state, stateAt: same, ...kept };
  // A report from before it began to wait comes late: it never waited.
  const never = was.awaiting && now.presence === 0 && !now.awaiting && at < was.stateAt;
  const stateAt = never ? (was[before] ?? now.first) : Math.max(at, was.stateAt);
  const ended = was.awaiting && now.presence === 0 && !now.awaiting && !never;
  return {
    ...{ ...now, state, stateAt, [before]: now.awaiting ? was.stateAt : undefined },
    [waited]: ended ? was.stateAt : undefined,
  };
}
