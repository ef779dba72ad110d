import { assetKey } from "../../domain/identity/asset-key";
import { type Area, type FixState, severities } from "../../domain/vocabulary";
import type { DetectionItem, RuleRef } from "../types";

/** A detection before its scope has a number, and a target that decides its area. */
export type Draft = Omit<DetectionItem, "type" | "scope" | "rule"> & {
  rawCount: number;
  rule: Omit<RuleRef, "area"> & { area?: Area };
};

/** Entries of a file that mean the same: the words of the tool are part of it, so that `raw` by severity stays right. */
export function draftKey(draft: Draft): string {
  const asset = draft.asset ? assetKey(draft.asset) : "";
  return `${draft.rule.id}\n${draft.location}\n${draft.rawSeverity ?? ""}\n${asset}`;
}

/** What wins when two copies of a package differ: something can be done, then what the vendor has decided. */
const fixRank: FixState[] = ["unknown", "none", "wont_fix", "available"];

/**
 * Adds a repetition of a detection (the same package twice in an image, the same check on two containers without
 * names) to the first. Whatever order they come in, the result is the same: worst severity, all versions and paths.
 */
export function mergeDraft(into: Draft, other: Draft): void {
  // No entry stands for it by itself.
  into.mark = undefined;
  into.rawCount += other.rawCount;
  if (severities.code(other.severity) > severities.code(into.severity)) into.severity = other.severity;
  if (fixRank.indexOf(other.fixState) > fixRank.indexOf(into.fixState)) into.fixState = other.fixState;
  into.installedVersion = joined(into.installedVersion, other.installedVersion);
  into.fixedVersion = joined(into.fixedVersion, other.fixedVersion);
  if (other.rule.controls) into.rule.controls = union(into.rule.controls, other.rule.controls);
  if (other.rule.aliases) into.rule.aliases = union(into.rule.aliases, other.rule.aliases);
  mergeEvidence(into, other);
}

function mergeEvidence(into: Draft, other: Draft): void {
  const evidence = { ...into.evidence };
  for (const [label, value] of Object.entries(other.evidence ?? {})) {
    const before = evidence[label];
    if (before === undefined || before === null) evidence[label] = value;
    else if (typeof before === "string" && typeof value === "string") evidence[label] = joined(before, value) ?? before;
    else if (typeof before === "number" && typeof value === "number") evidence[label] = Math.min(before, value);
  }
  if (Object.keys(evidence).length > 0) into.evidence = evidence;
}

const separator = ", ";
const most = 20;

/** Distinct parts of both lists in order; what is beyond the twentieth is left out. */
function joined(a: string | undefined, b: string | undefined): string | undefined {
  if (!a || !b || a === b) return a || b;
  const parts = new Set([...a.split(separator), ...b.split(separator)]);
  return [...parts].sort().slice(0, most).join(separator);
}

function union(a: string[] | undefined, b: string[]): string[] {
  return [...new Set([...(a ?? []), ...b])].sort();
}

/** About how many bytes a draft takes while it waits. */
export function weightOf(draft: Draft): number {
  const { description = "", remediation = "", references = [] } = draft.rule;
  let characters = description.length + remediation.length;
  for (const link of references) characters += link.length + 24;
  return 1500 + characters;
}
