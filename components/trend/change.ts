import { count, percent } from "@/components/ui/format";
import type { TrendRow, Trends } from "@/lib/client/contract/trend";

/** A figure of two periods. `null`: not known, which is not nought. */
export interface Change {
  now: number | null;
  before: number | null;
  /** Which way is good. */
  good: "up" | "down";
  unit: "count" | "days" | "share" | "score";
}

/** Tenths below ten days, whole ones above. */
const wholeDays = (value: number) => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));

/** "9 days", "84 %", "1,204", "71". */
export function inUnit(value: number | null, unit: Change["unit"]): string {
  if (value === null) return "unknown";
  if (unit === "share") return percent(value);
  if (unit === "days") return `${wholeDays(value)} ${wholeDays(value) === 1 ? "day" : "days"}`;
  return count(Math.round(value));
}

/** The same where room is dear: "9 d". */
export function inShort(value: number, unit: Change["unit"]): string {
  return unit === "days" ? `${wholeDays(value)} d` : inUnit(value, unit);
}

/** What lies between the two, as it would be shown; null where one of them is not known. */
export function difference({ now, before, unit }: Change): number | null {
  if (now === null || before === null) return null;
  if (unit === "share") return Math.round(now * 100) - Math.round(before * 100);
  if (unit === "days") return Math.round((now - before) * 10) / 10;
  return Math.round(now) - Math.round(before);
}

/** Whether the change is for the better; null where there is none, or where it is not known. */
export function isBetter(change: Change): boolean | null {
  const by = difference(change);
  return by === null || by === 0 ? null : by > 0 === (change.good === "up");
}

/** How much of the period before history knows: figures of a part of it compare with nothing. */
export function knownBefore({ since, total }: Trends): "whole" | "part" | "none" {
  if (since === null || since > total.before.to) return "none";
  return since > total.before.from ? "part" : "whole";
}

/** How much there is open at the end against the start of the period. */
export const openChange = ({ now }: TrendRow, since: string | null): Change => ({
  now: now.end.openTotal,
  before: since !== null && since < now.from ? now.start.openTotal : null,
  good: "down",
  unit: "count",
});

export const scoreChange = ({ now }: TrendRow): Change => ({
  now: now.end.score,
  before: now.start.score,
  good: "up",
  unit: "score",
});

/** Figures over the whole period, which only compare with a whole period before. */
export function flowChange(row: TrendRow, of: "fixed" | "opened" | "mttrDays" | "sla", whole: boolean): Change {
  const shape = {
    fixed: { good: "up", unit: "count" },
    opened: { good: "down", unit: "count" },
    mttrDays: { good: "down", unit: "days" },
    sla: { good: "up", unit: "share" },
  } as const;
  return { now: row.now[of], before: whole ? row.before[of] : null, ...shape[of] };
}
