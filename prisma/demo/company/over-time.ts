/** Something that changes on days of the past. */
export interface Change<T> {
  /** Days ago that it began; Infinity: before the first report. */
  from: number;
  to: T;
}

/** `2.14.0 20:2.15.1`: the first, and each later one behind the number of days ago that it came; in the order of time. */
export function changes<T extends string>(text: string): Change<T>[] {
  return text.split(" ").map((one) => {
    const [, from, to = one] = /^(\d+):(.*)$/.exec(one) ?? [];
    return { from: from === undefined ? Number.POSITIVE_INFINITY : Number(from), to: to as T };
  });
}

/** What holds so many days ago; undefined: it had not begun. */
export const heldAt = <T>(all: readonly Change<T>[], ago: number): T | undefined =>
  all.findLast(({ from }) => from >= ago)?.to;
