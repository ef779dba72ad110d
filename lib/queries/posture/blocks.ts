import type { Run } from "@/lib/db/read";
import type { Parameters } from "../sql";
import { addDays } from "./moment";

/** Days (ISO dates, both included); null: since ever, or all that come after. */
export interface DayRange {
  from: string | null;
  to: string | null;
}

/** So many days from this one on, summed (table posture_block). */
export interface Block {
  days: number;
  day: string;
}

/** How days are read: blocks, and the days that those leave over. */
export interface Cover {
  blocks: Block[];
  left: DayRange[];
}

const lastOf = ({ day, days }: Block) => addDays(day, days - 1);

/** Every day by itself. */
export const dayByDay = (...ranges: DayRange[]): Cover => ({ blocks: [], left: ranges });

/** These ranges, which do not overlap, in the largest of the blocks that lie within them, and what is left of them. */
export function cover(ranges: readonly DayRange[], blocks: readonly Block[]): Cover {
  const chosen: Block[] = [];
  const left: DayRange[] = [];
  const ordered = [...blocks].sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : b.days - a.days));
  for (const { from, to } of ranges) {
    let next = from;
    for (const block of ordered) {
      if ((next !== null && block.day < next) || (to !== null && lastOf(block) > to)) continue;
      if (next === null || block.day > next) left.push({ from: next, to: addDays(block.day, -1) });
      chosen.push(block);
      next = addDays(block.day, block.days);
    }
    if (next === null || to === null || next <= to) left.push({ from: next, to });
  }
  return { blocks: chosen, left };
}

/** The same with the blocks that hold. */
export async function coverOf(run: Run, range: DayRange): Promise<Cover> {
  return cover([range], await blocksIn(run, range));
}

/** Blocks within these days that hold: of those that are over, all that no merge touched since they were made. */
export async function blocksIn(run: Run, { from, to }: DayRange): Promise<Block[]> {
  return run<Block>({
    name: "day-blocks",
    text: `SELECT b.days, b.day::text FROM day_block b
      WHERE b.day >= coalesce($1::date, '-infinity') AND b.day + b.days <= coalesce($2::date + 1, 'infinity')
        AND NOT EXISTS (SELECT FROM day_touched t WHERE t.day >= b.day AND t.day < b.day + b.days)`,
    values: [from, to],
  });
}

/** Condition that the day of `x` is one of these. */
export function within(ranges: readonly DayRange[], p: Parameters): string {
  const parts = ranges.map(({ from, to }) => {
    const bounds = [
      ...(from === null ? [] : [`x.day >= ${p.add(from, "date")}`]),
      ...(to === null ? [] : [`x.day <= ${p.add(to, "date")}`]),
    ];
    return bounds.length === 0 ? "true" : bounds.join(" AND ");
  });
  return parts.length === 0 ? "false" : `(${parts.join(" OR ")})`;
}
