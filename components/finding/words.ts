import { AT_RISK_DAYS, DUE_SOON_DAYS, type DueWord } from "@/lib/domain/sla/standing";
import type { FixState, Kind, State, Work } from "@/lib/domain/vocabulary";

export const stateName: Record<State, string> = {
  open: "Open",
  in_progress: "In progress",
  awaiting_verification: "Awaiting verification",
  awaiting_scan: "Awaiting scan",
  accepted: "Risk accepted",
  false_positive: "False positive",
  mitigated: "Mitigated",
  no_fix: "No fix available",
  fixed: "Fixed",
  replaced: "Fixed by replacement",
  gone: "Asset gone",
  withdrawn: "Withdrawn by source",
  quiet: "Quiet",
};

/** What a state means, where it is shown alone. */
export const stateMeans: Record<State, string> = {
  open: "Present, and nobody works on it yet",
  in_progress: "Somebody works on it",
  awaiting_verification: "Said to be done; the next complete scan decides",
  awaiting_scan: "The image was replaced by a version that nobody has scanned yet",
  accepted: "Present; its risk is accepted until a date and still counts in the score",
  false_positive: "Reported, but not so",
  mitigated: "Present, but something else stops it",
  no_fix: "Present, and no fix is to be had",
  fixed: "A complete scan no longer finds it",
  replaced: "The version that has it was replaced",
  gone: "What it was found on is gone",
  withdrawn: "The source no longer reports it for the same bytes; not a fix",
  quiet: "No event for 14 days; not a fix",
};

export const kindName: Record<Kind, string> = {
  vulnerability: "Vulnerability",
  misconfiguration: "Misconfiguration",
  secret: "Secret",
  malware: "Malware",
  weakness: "Code weakness",
  runtime: "Runtime alert",
  compliance: "Compliance",
  combination: "Combination",
};

export const fixName: Record<FixState, string> = {
  available: "Fix available",
  none: "No fix yet",
  wont_fix: "Will not be fixed",
  unknown: "Fix not known",
};

export const dueName: Record<DueWord, string> = {
  breached: "Past its due date",
  at_risk: `Due within ${AT_RISK_DAYS} days`,
  soon: `Due within ${DUE_SOON_DAYS} days`,
};

export const workName: Record<Work, string> = {
  todo: "To do",
  in_progress: "In progress",
  awaiting_verification: "Awaiting verification",
};

/** The end of a long image or repository name, which is what tells them apart: "…/library/nginx". */
export function shortName(name: string): string {
  const parts = name.split("/");
  return parts.length > 2 && name.length > 24 ? `…/${parts.slice(-2).join("/")}` : name;
}

/** A rule without what its title says anyway: "falco:Terminal shell" under "Terminal shell" is just "falco". */
export function shortRule(row: { rule: string; title: string }): string {
  const end = `:${row.title}`.toLowerCase();
  return row.rule.toLowerCase().endsWith(end) ? row.rule.slice(0, -end.length) : row.rule;
}

/** The tag or the beginning of the digest of an image reference; other versions stay as they are. */
export function shortVersion(version: string): string {
  const digest = /@sha256:([0-9a-f]{12})/.exec(version);
  if (digest) return `@${digest[1]}`;
  const tag = /\/[^/:]+:([^/]+)$/.exec(version);
  return tag?.[1] ?? version;
}

/** `cluster / namespace / asset`, leaving out what is not there or already said. */
export function assetPath(row: { cluster: string | null; namespace: string | null; asset: { name: string } }): string {
  const { cluster, namespace, asset } = row;
  const said = namespace !== null && (asset.name === namespace || asset.name.startsWith(`${namespace}/`));
  return [cluster ?? "not deployed", said ? null : namespace, shortName(asset.name)].filter(Boolean).join(" / ");
}
