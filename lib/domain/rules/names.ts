/**
 * A rule has many names: ids of the same flaw in several databases, ids of equivalent checks of several tools. These
 * functions say which of them it goes by, and which can be names of one rule at all.
 */

const cve = /^CVE-\d{4}-\d+$/;
const control = /^k8s:/;
/** Notices of updates: one may cover several flaws, so it is never another name of one. */
const notice =
  /^(?:(?:DSA|DLA|DTSA|USN|LSN|GLSA)-\d|(?:RH|CE|EL|AL|RL|RX)[SBE]A-\d|(?:SUSE|OPENSUSE)-[SRFO]U-|ALAS[0-9A-Z.-]*-\d{4}-|(?:MGASA|OESA|PHSA|OVMSA|KYSA|FEDORA)-)/i;
const check = /^([a-z0-9][a-z0-9._-]*):./;

/** From 0, the best: our own names of controls, CVE, GHSA, other databases, checks of tools. */
function rank(name: string): number {
  if (control.test(name)) return 0;
  if (cve.test(name)) return 1;
  if (name.startsWith("GHSA-")) return 2;
  return check.test(name) ? 4 : 3;
}

/** Orders names, best first, so that a rule goes by the same one in whatever order they are learnt. */
export function compareNames(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

export function bestName(names: Iterable<string>): string | undefined {
  return [...names].sort(compareNames)[0];
}

/** Names that stand for exactly one thing: two rules that have different ones are never the same. */
export function isAnchor(name: string): boolean {
  return cve.test(name) || control.test(name);
}

/**
 * May a report say that these are names of one rule? Reports are not ours: flaws and checks, two tools' checks, notices
 * of updates, or two CVEs are never put together on their word. That checks of tools are equivalent is for our own
 * table to say (equivalence.ts).
 */
export function mayBeSame(a: string, b: string): boolean {
  if (notice.test(a) || notice.test(b) || control.test(a) || control.test(b)) return false;
  if (cve.test(a) && cve.test(b)) return a === b;
  return check.exec(a)?.[1] === check.exec(b)?.[1];
}
