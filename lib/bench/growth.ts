import { readFileSync } from "node:fs";
import { percentile, type Row } from "./table";

interface Printed {
  findings: number;
  rows: Row[];
}

/** Times that DESIGN §9 lets grow by half from a million findings to ten. */
const MOST = 1.5;
const bounded = /^(findings list|posture)/;

/** How the times of reads grew since a run at another size, whose `--json` is in this file. Throws when it is not there. */
export function growth(file: string, findings: number, rows: readonly Row[]): Row[] {
  return growthSince(JSON.parse(readFileSync(file, "utf8")) as Printed, findings, rows);
}

/** Of the p95 of each kind, and of each single read: the slowest reads of two runs need not be the same. */
export function growthSince(before: Printed, findings: number, rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => {
    const other = before.rows.find(({ name, unit }) => name === row.name.trim() && unit === row.unit);
    if (row.unit !== "ms" || !other) return [];
    const kind = row.name.trim().replace(/ \(.*/, "");
    const target = bounded.test(row.name) ? { most: MOST } : null;
    const sizes = (of: number, then: number) =>
      `${of.toFixed(1)} ms with ${findings.toLocaleString("en-GB")} findings, ${then.toFixed(1)} ms with ${before.findings.toLocaleString("en-GB")}`;
    const grown = {
      name: `growth of ${kind}`,
      what: `p95 ${sizes(row.value, other.value)}`,
      seconds: null,
      value: row.value / other.value,
      unit: "× before",
      target,
    } as const;
    const ratios = ratiosOf(row.parts ?? {}, other.parts ?? {});
    const most = ratios.at(-1);
    if (!most) return [grown];
    const grew = ratios.map(({ ratio }) => ratio);
    return [
      grown,
      {
        ...grown,
        name: `growth of ${kind}, each read`,
        what: `median of the ratios of ${ratios.length} reads, p95 ${percentile(grew, 0.95).toFixed(2)}; most: ${most.name} ${sizes(most.now, most.then)}`,
        value: percentile(grew, 0.5),
      },
    ];
  });
}

/** Of what both runs have, least first. */
function ratiosOf(now: Record<string, number>, before: Record<string, number>) {
  return Object.entries(now)
    .flatMap(([name, value]) => {
      const then = before[name];
      return then === undefined ? [] : [{ name, now: value, then, ratio: value / then }];
    })
    .sort((a, b) => a.ratio - b.ratio);
}
