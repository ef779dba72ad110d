import { readFileSync } from "node:fs";
import type { Row } from "./table";

interface Printed {
  findings: number;
  rows: Row[];
}

/** How the times of reads grew since a run at another size, whose `--json` is in this file. Throws when it is not there. */
export function growth(file: string, findings: number, rows: readonly Row[]): Row[] {
  const before = JSON.parse(readFileSync(file, "utf8")) as Printed;
  return rows.flatMap((row) => {
    const other = before.rows.find(({ name, unit }) => name === row.name.trim() && unit === row.unit);
    if (row.unit !== "ms" || !other) return [];
    const ours = /^(findings list|posture)/.test(row.name);
    return [
      {
        name: `growth of ${row.name.trim().replace(/ \(.*/, "")}`,
        what: `p95 ${row.value.toFixed(1)} ms with ${findings.toLocaleString("en-GB")} findings, ${other.value.toFixed(1)} ms with ${before.findings.toLocaleString("en-GB")}`,
        seconds: null,
        value: row.value / other.value,
        unit: "× before",
        target: ours ? { most: 1.5 } : null,
      } as const,
    ];
  });
}
