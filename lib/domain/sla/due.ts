import type { FixState, Severity } from "../vocabulary";

/** Days to remediate; null: no due date. `kevDays` caps `days` while the flaw is known to be exploited. */
export interface SlaPolicy {
  days: Readonly<Record<Severity, number | null>>;
  kevDays: Readonly<Record<Severity, number | null>>;
}

/**
 * Defaults. Unknown is treated as medium; info has no due date. For what is known to be exploited three days when it
 * is high or critical, else the fortnight that CISA's BOD 22-01 gives for entries of its catalogue.
 */
export const defaultSlaPolicy: SlaPolicy = {
  days: { critical: 7, high: 30, medium: 90, low: 180, unknown: 90, info: null },
  kevDays: { critical: 3, high: 3, medium: 14, low: 14, unknown: 14, info: null },
};

const day = 86_400_000;

function allowance(severity: Severity, kev: boolean, policy: SlaPolicy): number | null {
  const days = policy.days[severity];
  const cap = kev ? policy.kevDays[severity] : null;
  return days === null || cap === null ? days : Math.min(days, cap);
}

const after = (start: Date, days: number) => new Date(start.getTime() + days * day);

export interface SlaClock {
  severity: Severity;
  kev: boolean;
  fixState: FixState;
  firstSeenAt: Date;
  /** When a fix could be had; null: not known, so from the start (a manifest can always be patched). */
  fixAvailableAt?: Date | null;
  /** When it came to this place: a new place never starts breached. */
  placedAt?: Date | null;
  /** When it came back: reopening restarts the clock. */
  reopenedAt?: Date | null;
}

/**
 * When a finding is due. The clock starts at the latest of first seen, fix available, arrival at this place and
 * reopening. null: nothing to be held to (info), or the vendor has no fix, so that the clock has not started.
 */
export function dueAt(clock: SlaClock, policy: SlaPolicy = defaultSlaPolicy): Date | null {
  const days = allowance(clock.severity, clock.kev, policy);
  if (days === null || clock.fixState === "none" || clock.fixState === "wont_fix") return null;
  const starts = [clock.firstSeenAt, clock.fixAvailableAt, clock.placedAt, clock.reopenedAt];
  return after(new Date(Math.max(...starts.map((date) => date?.getTime() ?? Number.NEGATIVE_INFINITY))), days);
}

/**
 * The due date after a rise of severity or a KEV listing at `at`: the earlier of the old one and the rise date plus
 * the new days. A clock that has not started (`due` null) stays so: `dueAt` starts it.
 */
export function dueAfterRise(
  due: Date | null,
  rise: { severity: Severity; kev: boolean; at: Date },
  policy: SlaPolicy = defaultSlaPolicy,
): Date | null {
  const days = allowance(rise.severity, rise.kev, policy);
  if (due === null || days === null) return due;
  const fresh = after(rise.at, days);
  return fresh < due ? fresh : due;
}
