import { compareDigits } from "./debian";

const form = /^(\d+(?:\.\d+)*)([a-z]?)((?:_[a-z]+\d*)*)(?:~[0-9a-f]+)?(?:-r(\d+))?$/;
const before = ["alpha", "beta", "pre", "rc"];
const after = ["cvs", "svn", "git", "hg", "p"];

/**
 * Order of Alpine versions: numbers, a letter, suffixes (`_alpha`, `_beta`, `_pre`, `_rc` before the plain version;
 * `_cvs`, `_svn`, `_git`, `_hg`, `_p` after it), revision `-r1` (apk-tools, src/version.c). null: not of that form.
 */
export function compareAlpine(a: string, b: string): number | null {
  const [x, y] = [form.exec(a), form.exec(b)];
  if (!x || !y) return null;
  return (
    numbers(x[1] ?? "", y[1] ?? "") ||
    text(x[2] ?? "", y[2] ?? "") ||
    suffixes(x[3] ?? "", y[3] ?? "") ||
    compareDigits(x[4] ?? "", y[4] ?? "")
  );
}

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function numbers(a: string, b: string): number {
  const [x, y] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [m, n] = [x[i], y[i]];
    if (m === undefined || n === undefined) return m === undefined ? -1 : 1;
    // After the first, a number with a leading zero is a fraction.
    const fraction = i > 0 && (m.startsWith("0") || n.startsWith("0")) && m !== n;
    const difference = fraction ? text(m, n) : compareDigits(m, n);
    if (difference !== 0) return difference;
  }
  return 0;
}

function suffixes(a: string, b: string): number {
  const read = (list: string) =>
    [...list.matchAll(/_([a-z]+)(\d*)/g)].map(([, word, n]) => [rank(word ?? ""), n ?? ""]);
  const [x, y] = [read(a), read(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const [m, n] = [x[i] ?? [0, ""], y[i] ?? [0, ""]];
    const difference = Number(m[0]) - Number(n[0]) || compareDigits(String(m[1]), String(n[1]));
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(word: string): number {
  const early = before.indexOf(word);
  return early >= 0 ? early - before.length : after.indexOf(word) + 1;
}
