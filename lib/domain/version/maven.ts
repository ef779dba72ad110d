import { compareDigits } from "./debian";

const qualifiers = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const short: Record<string, string> = {
  a: "alpha",
  b: "beta",
  m: "milestone",
  cr: "rc",
  ga: "",
  final: "",
  release: "",
};

/**
 * Order of Maven versions (Maven's ComparableVersion, without its nested lists): numbers and words, parted by dots,
 * dashes and where digits meet letters; words before the plain version are alpha, beta, milestone, rc and snapshot.
 */
export function compareMaven(a: string, b: string): number {
  const [x, y] = [items(a), items(b)];
  for (let i = 0; i < Math.max(x.length, y.length); i++) {
    const difference = one(x[i], y[i]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function items(text: string): string[] {
  const list = text.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  const read = list.map((word) => short[word] ?? word);
  // What says nothing at the end (1.0.0, 1.0-final) is left out.
  while (read.length > 0 && /^0*$/.test(read.at(-1) ?? "")) read.pop();
  return read;
}

function one(a: string | undefined, b: string | undefined): number {
  const [m, n] = [a ?? "", b ?? ""];
  const [p, q] = [/^\d+$/.test(m), /^\d+$/.test(n)];
  if (p && q) return compareDigits(m, n);
  if (p !== q) {
    const number = p ? 1 : -1;
    const word = p ? n : m;
    // A number is newer than a word; against nothing a number of 0 is equal.
    return word === "" && /^0*$/.test(p ? m : n) ? 0 : number;
  }
  return rank(m) - rank(n) || (m < n ? -1 : m > n ? 1 : 0);
}

function rank(word: string): number {
  const known = qualifiers.indexOf(word);
  return known >= 0 ? known : qualifiers.length;
}
