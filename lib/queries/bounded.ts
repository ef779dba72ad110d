/** A count that stops being exact at a bound. */
export interface BoundedCount {
  value: number;
  atLeast: boolean;
}

/** Where counts of findings, and of what is as many, stop being exact. */
export const countMost = 10_000;

/** @param n counted up to one more than the bound */
export const bounded = (n: number, most = countMost): BoundedCount => ({ value: Math.min(n, most), atLeast: n > most });
