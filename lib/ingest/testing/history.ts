import type { Pool } from "pg";
import { deriveState } from "../../domain/lifecycle/state";
import { axes, decisions, presences, severities, states, works } from "../../domain/vocabulary";

/**
 * The day tables once more, naively: every finding is taken through its journal step by step, and each step adds what it
 * changed. Nothing here is shared with the merge or with history_rows() but the pure functions of lib/domain.
 */

type Vector = Record<string, number>;

interface Told {
  id: string;
  kind: number;
  image: boolean;
  unit: number;
  ended: Date | null;
  first: Date;
  now: Vector;
}

interface Event {
  id: string;
  axis: number;
  before: number | null;
  after: number | null;
  at: Date;
  step: string;
}

/** Lines `cluster team area unit` or `… severity` by day, with what they count. */
export interface Days {
  posture: Map<string, Record<string, number>>;
  flow: Map<string, Record<string, number>>;
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);

const columns = `id, kind, presence, decision, work, severity, points, team_id AS team, place_id AS place, fix_state AS fix,
  coalesce(floor(extract(epoch FROM due_at)), 0)::float8 AS due, awaiting::int AS awaiting, fix_team_id AS fix_team, area, flags, places,
  first_seen_at, subject_id`;

async function findings(pool: Pool): Promise<Told[]> {
  const { rows } = await pool.query(
    `SELECT f.*, s.kind = 4 AS image, s.unit FROM (SELECT ${columns}, NULL::timestamptz AS ended FROM finding
       UNION ALL SELECT ${columns}, at FROM finding_past) f JOIN subject s ON s.id = f.subject_id`,
  );
  return rows.map(({ id, kind, image, unit, ended, first_seen_at: first, subject_id: _, ...now }) => ({
    ...{ id, kind, image, unit, ended, first, now: { ...now, first_seen: seconds(first) } },
  }));
}

async function journal(pool: Pool): Promise<Map<string, Event[]>> {
  const { rows } = await pool.query(
    `SELECT id, finding_id, axis, before, after, observed_at AS at, recorded_at::text AS step FROM finding_event ORDER BY id`,
  );
  const byFinding = new Map<string, Event[]>();
  for (const { finding_id: of, ...event } of rows) byFinding.set(of, [...(byFinding.get(of) ?? []), event]);
  return byFinding;
}

const plain = new Set(["assignee", "merged", "created"]);

export async function daysByJournal(pool: Pool): Promise<Days> {
  const events = await journal(pool);
  const places = await pool.query<{ id: number; cluster: number }>("SELECT id, cluster_id AS cluster FROM place");
  const clusters = new Map(places.rows.map((row) => [row.id, row.cluster]));
  const days: Days = { posture: new Map(), flow: new Map() };
  const clusterOf = (v: Vector) => clusters.get(v.place as number) ?? -1;
  for (const told of await findings(pool)) live(days, told, events.get(told.id) ?? [], clusterOf);
  for (const table of Object.values(days) as Map<string, Record<string, number>>[])
    for (const [key, row] of table) if (Object.values(row).every((n) => n === 0)) table.delete(key);
  return days;
}

function live(days: Days, told: Told, all: Event[], clusterOf: (v: Vector) => number): void {
  const events = all.filter(({ axis }) => !plain.has(axes.word(axis)));
  const made = all.filter(({ axis }) => axes.word(axis) === "created").map(({ at }) => at.getTime());
  const value = (axis: number, number: number | null) => number ?? (axes.word(axis) === "due" ? 0 : Number.NaN);
  const start: Vector = { ...told.now };
  for (const event of [...events].reverse()) start[axes.word(event.axis)] = value(event.axis, event.before);
  const firstKnown =
    start.first_seen === told.now.first_seen ? told.first : new Date((start.first_seen as number) * 1000);
  let reopened: number | null = null;
  const change = (before: Vector | null, after: Vector | null, at: Date) => {
    const [o, n] = [before && stateOf(before), after && stateOf(after)];
    const cell = (v: Vector) => [clusterOf(v), v.team, v.area].join(" ");
    if (before) weigh(days, told, before, clusterOf, at, -1);
    if (after) weigh(days, told, after, clusterOf, at, 1);
    const flow = (v: Vector, what: Record<string, number>) =>
      add(days.flow, `${dayOf(at)} ${cell(v)} ${v.severity}`, what);
    const [was, is] = [o !== null && o < 4, n !== null && n < 4];
    const moved = before && after && (clusterOf(before) !== clusterOf(after) || before.team !== after.team);
    const rated = before && after && (before.area !== after.area || before.severity !== after.severity);
    if (is && after && !was) flow(after, before ? { reopened: 1 } : { opened: 1 });
    if (was && before && !is) {
      if (n === null) flow(before, { moved_out: 1 });
      else if (n === 8 || n === 9) {
        const open = seconds(at) - (reopened ?? (before.first_seen as number));
        const due = before.due as number;
        const kept: Record<string, number> = due === 0 ? {} : seconds(at) <= due ? { in_time: 1 } : { late: 1 };
        flow(before, { fixed: 1, seconds: Math.max(0, open), ...kept });
      } else flow(before, n > 9 ? { closed: 1 } : n === 4 ? { accepted: 1 } : { dismissed: 1 });
    }
    if (was && is && before && after && moved) {
      flow(before, { moved_out: 1 });
      flow(after, { moved_in: 1 });
    } else if (was && is && before && after && rated) {
      flow(before, { rerated: -1 });
      flow(after, { rerated: 1 });
    }
  };
  change(null, start, made.length > 0 ? new Date(Math.min(...made)) : firstKnown);
  let now = start;
  for (let i = 0; i < events.length; ) {
    const step = events.filter((event, n) => n >= i && event.step === events[i]?.step);
    const next = { ...now };
    for (const event of step) next[axes.word(event.axis)] = value(event.axis, event.after);
    const at = new Date(Math.max(...step.map((event) => event.at.getTime())));
    change(now, next, at);
    if (step.some(({ axis, after }) => (axis === 0 || axis === 1) && after === 0)) reopened = seconds(at);
    now = next;
    i += step.length;
  }
  if (told.ended) change(now, null, told.ended);
}

const stateOf = (v: Vector) =>
  states.code(
    deriveState({
      presence: presences.word(v.presence as number),
      awaitingScan: v.awaiting === 1,
      decision: decisions.word(v.decision as number),
      work: works.word(v.work as number),
    }),
  );

function weigh(days: Days, told: Told, v: Vector, clusterOf: (v: Vector) => number, at: Date, sign: 1 | -1): void {
  const state = states.word(stateOf(v));
  if (v.presence !== 0) return;
  const unit = told.image && v.place === 0 ? 6 : told.unit;
  const points = sign * (v.points as number) * (v.places as number);
  const open = states.code(state) < 4;
  const weighs = state !== "false_positive" && state !== "mitigated";
  add(days.posture, `${dayOf(at)} ${clusterOf(v)} ${v.team} ${v.area} ${unit}`, {
    ...(open ? { [severities.word(v.severity as number)]: sign } : {}),
    ...{ present: sign, fixable: v.fix === 3 ? sign : 0, points: weighs ? points : 0 },
    exposed_kev: weighs && ((v.flags as number) & 5) === 5 ? sign : 0,
    ...(state === "accepted" ? { accepted: sign, accepted_points: points } : {}),
  });
}

function add(table: Map<string, Record<string, number>>, key: string, what: Record<string, number>): void {
  const row = table.get(key) ?? {};
  table.set(key, row);
  for (const [name, n] of Object.entries(what)) row[name] = (row[name] ?? 0) + n;
}

/** The tables as they are kept, in the same form. */
export async function daysKept(pool: Pool): Promise<Days> {
  const read = async (table: string, last: string) => {
    const { rows } = await pool.query(`SELECT t.*, t.day::text AS on_day FROM ${table} t`);
    const map = new Map<string, Record<string, number>>();
    for (const { on_day: day, day: _, cluster_id, team_id, area, [last]: part, ...counts } of rows) {
      const row = Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, Number(n)]));
      if (Object.values(row).some((n) => n !== 0)) map.set(`${day} ${cluster_id} ${team_id} ${area} ${part}`, row);
    }
    return map;
  };
  return { posture: await read("posture_day", "unit"), flow: await read("flow_day", "severity") };
}

/** Where two differ, one line each. */
export function unlikeDays(have: Days, want: Days): string[] {
  const lines: string[] = [];
  for (const table of ["posture", "flow"] as const) {
    const keys = new Set([...have[table].keys(), ...want[table].keys()]);
    for (const key of keys) {
      const [a, b] = [have[table].get(key) ?? {}, want[table].get(key) ?? {}];
      for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
        if ((a[name] ?? 0) !== (b[name] ?? 0))
          lines.push(`${table} ${key} ${name}: ${a[name] ?? 0}, by the journal ${b[name] ?? 0}`);
    }
  }
  return lines;
}
