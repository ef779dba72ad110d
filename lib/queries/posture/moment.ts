const dayMs = 86_400_000;

/** When a posture is of: now, or the evening of a past day (UTC). */
export interface Moment {
  /** ISO date; null: now. */
  day: string | null;
  /** What ages and dates are judged at: now, or the end of the day. */
  at: Date;
}

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
export const addDays = (day: string, days: number): string => dayOf(new Date(Date.parse(day) + days * dayMs));
/** The end of a day: the first moment of the next. */
export const endOf = (day: string): Date => new Date(Date.parse(day) + dayMs);

/** The evening of `asOf` (ISO date); now for today, a day to come, or none. */
export function momentOf(asOf?: string, now = new Date()): Moment {
  return asOf === undefined || asOf >= dayOf(now) ? { day: null, at: now } : { day: asOf, at: endOf(asOf) };
}
