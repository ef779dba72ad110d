import { compareDigits } from "./debian";

const form = /^[vV=]?\s*(\d+(?:\.\d+)*)(?:[-.]?([A-Za-z][0-9A-Za-z.-]*|\d[0-9A-Za-z.-]*))?(?:\+.*)?$/s;

/**
 * Order of semantic versions (semver.org, 11) of any number of numbers, `v` before them or not: missing numbers are 0, and
 * a pre-release comes before its version. Go's pseudo-versions (`v1.2.4-0.20210101000000-abcdef`) are pre-releases and
 * order likewise. null: not of that form.
 */
export function compareSemantic(a: string, b: string): number | null {
  const [x, y] = [form.exec(a.trim()), form.exec(b.trim())];
  if (!x || !y) return null;
  const [m, n] = [(x[1] ?? "").split("."), (y[1] ?? "").split(".")];
  for (let i = 0; i < Math.max(m.length, n.length); i++) {
    const difference = compareDigits(m[i] ?? "0", n[i] ?? "0");
    if (difference !== 0) return difference;
  }
  return prerelease(x[2], y[2]);
}

function prerelease(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const [x, y] = [a.split(/[.-]/), b.split(/[.-]/)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [m, n] = [x[i], y[i]];
    if (m === undefined || n === undefined) return m === undefined ? -1 : 1;
    const [p, q] = [/^\d+$/.test(m), /^\d+$/.test(n)];
    const difference = p && q ? compareDigits(m, n) : p !== q ? (p ? -1 : 1) : m < n ? -1 : m > n ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}
