import { severityRises } from "../lifecycle/reopens";
import type { FixState, Severity } from "../vocabulary";

const day = 86_400_000;

/** A due date and the days that made it; the one less the other is when its clock started. */
export interface Due {
  at: Date;
  days: number;
}

export interface Rating {
  severity: Severity;
  kev: boolean;
}

/** A finding before a change. */
export interface DueBefore extends Rating {
  present: boolean;
  firstSeenAt: Date;
  due: Due | null;
  /** It was decided upon, so its clock stood still. */
  decided: boolean;
  /** Since when it had its state. */
  stateAt: Date;
}

/** A finding that is present, after it. */
export interface DueNow extends Rating {
  /** When the change is. */
  at: Date;
  fixState: FixState;
  firstSeenAt: Date;
  /** The later of first seen and seen at this place: a new place never starts breached. */
  clock: Date;
  /** When a report that came late shows the clock to have started; null: none does. */
  past?: Date | null;
  /** What the policy gives it; null: no due date. */
  days: number | null;
  /** Of the finding that it was a part of, until that part went to another team. */
  kin?: { firstSeenAt: Date; due: Due | null } | null;
}

const after = (start: Date, days: number) => new Date(start.getTime() + days * day);
const earlier = (a: Date, b: Date) => (a < b ? a : b);
const later = (a: Date, b: Date) => (a > b ? a : b);

/** When the clock started that made a due date. */
export const startOf = (due: Due): Date => after(due.at, -due.days);

/**
 * The due date of a finding after a change, as merge_derive() has it:
 * - The clock starts when it is first seen at its place and there is a fix for it (or may be: a manifest can be patched).
 * - It starts anew when the finding comes back.
 * - A rise of severity or a KEV listing brings the date forward to the rise plus the new days, and never back.
 * - Otherwise other days (rated lower, another policy, another environment) count from the same start.
 * - While it is decided upon the clock stands still.
 * null: nothing to be held to, or the clock has not started.
 */
export function nextDue(was: DueBefore | null, now: DueNow): Due | null {
  const { at, days } = now;
  if (days === null || now.fixState === "none" || now.fixState === "wont_fix") return null;
  const from = (start: Date): Due => ({ at: after(start, days), days });
  if (!was) {
    if (now.kin?.due?.days === days) return now.kin.due;
    return from(now.kin ? later(now.clock, now.kin.firstSeenAt) : now.clock);
  }
  if (!was.present || !was.due) return from(at);
  if (severityRises(was.severity, now.severity) || (now.kev && !was.kev))
    return { at: earlier(resumed(was.due, was, at).at, after(at, days)), days };
  const start = startOf(was.due);
  const untouched = start <= later(was.firstSeenAt, now.clock);
  if (now.firstSeenAt >= was.firstSeenAt || !untouched) return from(start);
  return from(earlier(earlier(start, now.clock), now.past ?? start));
}

/** The due date when a decision ends, or another one takes its place: the time that it was in force is added. */
export function resumed(due: Due, was: { decided: boolean; stateAt: Date }, at: Date): Due {
  if (!was.decided || at <= was.stateAt) return due;
  return { at: new Date(due.at.getTime() + at.getTime() - was.stateAt.getTime()), days: due.days };
}
