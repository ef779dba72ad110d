const whole = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 1 });

/** 12043 → "12,043". */
export function count(value: number): string {
  return whole.format(value);
}

/** A count that stopped being exact says so: "10,000+". */
export function bounded(value: { value: number; atLeast: boolean }): string {
  return value.atLeast ? `${whole.format(value.value)}+` : whole.format(value.value);
}

/** Risk points: tenths below ten, whole above. */
export function points(value: number): string {
  return (Math.abs(value) < 10 ? tenths : whole).format(value);
}

/** 0.834 → "83 %"; never rounds up to 100 nor down to 0, since those two are claims. */
export function percent(share: number): string {
  const value = Math.round(share * 100);
  if (value === 100 && share < 1) return "99 %";
  if (value === 0 && share > 0) return "1 %";
  return `${value} %`;
}

/** 2048 → "2.0 kB"; sizes as people read them on disk (powers of ten). */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const units = ["kB", "MB", "GB"] as const;
  let rest = value / 1000;
  let unit = 0;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${rest < 10 ? rest.toFixed(1) : Math.round(rest)} ${units[unit]}`;
}

/** 84 → "84 ms", 1840 → "1.8 s", 95000 → "1 min 35 s". */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** "1 workload", "3 workloads". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}
