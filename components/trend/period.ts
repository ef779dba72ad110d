import { dayOf, daysFrom, isDay } from "@/components/ui/day";
import { dayText } from "@/components/ui/time-format";

export const periodNames = ["7", "30", "90", "quarter"] as const;
export type PeriodName = (typeof periodNames)[number];

export interface Period {
  name: PeriodName | "custom";
  from: string;
  to: string;
  /** "the last 30 days", for the middle of a sentence. */
  text: string;
  /** "30 days ago": the evening before it. */
  ago: string;
}

type Reader = { get(name: string): string | null };

/**
 * The period that an address asks for: `from` and `to`, or `period` of 7, 30 or 90 days or the calendar quarter so far;
 * else the last 30 days. Days are UTC and both ends belong to it; what lies in the future is cut off. `now` in ms.
 */
export function periodOf(address: Reader, now: number): Period {
  const today = dayOf(now);
  const [from, to] = [address.get("from"), address.get("to")];
  if (isDay(from) && isDay(to) && from <= to && from <= today) {
    const end = [to, today].sort()[0] as string;
    return {
      name: "custom",
      from,
      to: end,
      text: `${dayText(from)} to ${dayText(end)}`,
      ago: `on ${dayText(daysFrom(from, -1))}`,
    };
  }
  const name = address.get("period");
  if (name === "quarter") {
    const at = new Date(now);
    const start = dayOf(Date.UTC(at.getUTCFullYear(), Math.floor(at.getUTCMonth() / 3) * 3, 1));
    return { name, from: start, to: today, text: "this quarter", ago: "at the end of last quarter" };
  }
  const days = name === "7" || name === "90" ? Number(name) : 30;
  return {
    name: String(days) as PeriodName,
    from: daysFrom(today, 1 - days),
    to: today,
    text: `the last ${days} days`,
    ago: `${days} days ago`,
  };
}
