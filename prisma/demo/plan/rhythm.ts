/** When something is sent: each week until the last fortnight, in which it comes each day. */
export interface Rhythm {
  /** Day of the week, 0–6, counted back from a fortnight ago; 0–13 where it is every other week. */
  weekday: number;
  /** Also weekly in the last fortnight; "every other": half as often, all the time. */
  weekly?: boolean | "every other";
  /** Days ago of the first and of the last time. */
  first?: number;
  last?: number;
}

const fortnight = 14;
const start = 89;

/** Days ago, from the first to the last. Everything is there on the first day of all. */
export function daysOf({ weekday, weekly = false, first = start, last = 0 }: Rhythm): number[] {
  const all = Array.from({ length: start + 1 }, (_, index) => start - index);
  return all.filter((ago) => {
    if (ago > first || ago < last) return false;
    if (ago === first) return true;
    return (ago < fortnight && !weekly) || ago % (weekly === "every other" ? 14 : 7) === weekday;
  });
}
