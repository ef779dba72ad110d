/** One figure of the table. */
export interface Row {
  name: string;
  /** What was done, with counts. */
  what: string;
  seconds: number | null;
  value: number;
  unit: Unit;
  /** The target of DESIGN §9; null for figures that only explain. */
  target: { least?: number; most?: number; wanted?: number } | null;
  /** What the figure was made of, by name: for comparing with another run, and not in the table. */
  parts?: Record<string, number>;
}

export type Unit = "× L" | "× idle" | "× plain" | "/s" | "ms" | "MB" | "rows" | "× before" | "plans" | "B/finding";

/** null: there is no target. */
export function isMet({ value, target }: Row): boolean | null {
  if (!target) return null;
  return (target.least === undefined || value >= target.least) && (target.most === undefined || value <= target.most);
}

/** Three significant digits, thousands apart. */
export function shown(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en-GB");
  return String(Number(value.toPrecision(3)));
}

function targetText({ target, unit }: Row): string {
  if (!target) return "";
  const parts = [
    ...(target.least === undefined ? [] : [`≥ ${shown(target.least)}`]),
    ...(target.most === undefined ? [] : [`≤ ${shown(target.most)}`]),
  ];
  const wanted = target.wanted === undefined ? "" : `, wanted ${shown(target.wanted)}`;
  return `${parts.join(" and ")} ${unit}${wanted}`;
}

const HEADS = ["", "what", "seconds", "figure", "target", "met"];
const verdicts = { true: "yes", false: "no", null: "" } as const;

/** The table as text, columns aligned. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    row.what,
    row.seconds === null ? "" : row.seconds.toFixed(2),
    `${shown(row.value)} ${row.unit}`,
    targetText(row),
    verdicts[`${isMet(row)}`],
  ]);
  const widths = HEADS.map((head, i) => Math.max(head.length, ...cells.map((line) => (line[i] as string).length)));
  const line = (parts: readonly string[]) =>
    parts
      .map((part, i) => (i === 2 || i === 3 ? part.padStart(widths[i] as number) : part.padEnd(widths[i] as number)))
      .join("  ")
      .trimEnd();
  return [line(HEADS), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}

/** Value below which the share `p` of the values lies. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}
