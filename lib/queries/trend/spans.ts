import { addDays, dayOf } from "../posture/moment";

export type Grain = "day" | "week" | "month";

/** A period of days (ISO dates, both included), the one of the same length before it, and the spans they are drawn in. */
export interface Period {
  from: string;
  to: string;
  /** The period before. */
  before: { from: string; to: string };
  days: number;
  grain: Grain;
  /** Days of a span; spans are counted back from the end, so the first of a period may be shorter. */
  span: number;
}

export const defaultDays = 90;
const mostDays = 3 * 366;
const spans: readonly [number, Grain, number][] = [
  [100, "day", 1],
  [400, "week", 7],
  [Number.POSITIVE_INFINITY, "month", 30],
];

/** The period that was asked for; the last 90 days where nothing was. An end before its start is that one day. */
export function periodOf(asked: { from?: string; to?: string }, now = new Date()): Period {
  const today = dayOf(now);
  const to = asked.to !== undefined && asked.to < today ? asked.to : today;
  const earliest = addDays(to, 1 - mostDays);
  const wanted = asked.from ?? addDays(to, 1 - defaultDays);
  // The middle one: never before the earliest, never after the end.
  const [, from = to] = [earliest, wanted, to].sort();
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;
  const [, grain, span] = spans.find(([most]) => days <= most) as (typeof spans)[number];
  return { from, to, before: { from: addDays(from, -days), to: addDays(from, -1) }, days, grain, span };
}

/** How many spans each of the two periods has. */
export const spansOf = ({ days, span }: Pick<Period, "days" | "span">): number => Math.ceil(days / span);

/** Last day of a span, counted back from the end of the period (0) or of the one before (1). */
export function spanEnd(period: Period, which: 0 | 1, index: number): string {
  return addDays(which === 0 ? period.to : period.before.to, -index * period.span);
}
