import { fingerprint } from "../../domain/identity/fingerprint";
import { maskMatch } from "../../domain/identity/redact";
import { ruleId } from "../../domain/identity/rule-id";
import { severityOf } from "../../domain/severity/normalise";
import type { Draft } from "./draft";
import { clip, isObject, type Json, textOf } from "./guards";
import { filePath } from "./misconfiguration";
import { noIdentifier, type Skip } from "./vulnerability";

/** The parts of a secret that Trivy (`RuleID`) and its operator (`ruleID`) both give. */
export interface SecretEntry {
  rule: string;
  title: string;
  category: string;
  match: string;
  severity: string;
  path: string;
  layer: string;
  line: unknown;
}

/** One entry of `Secrets`. */
export function secretEntry(entry: Json, target: string): SecretEntry {
  return {
    rule: textOf(entry.RuleID),
    title: textOf(entry.Title),
    category: textOf(entry.Category),
    match: textOf(entry.Match),
    severity: textOf(entry.Severity),
    path: target,
    layer: isObject(entry.Layer) ? textOf(entry.Layer.Digest) || textOf(entry.Layer.DiffID) : "",
    line: entry.StartLine,
  };
}

/**
 * A secret that was found. Trivy masks the match itself; what it, or whoever edited the file, left in clear is
 * masked here, before anything is derived from it. The code around the match is not kept at all.
 */
export function secret(entry: SecretEntry): Draft | Skip {
  const rawSeverity = entry.severity || null;
  if (entry.rule === "") return { skip: noIdentifier, rawSeverity };
  const shown = clip(maskMatch(entry.match), 200);
  const line: Record<string, number> = typeof entry.line === "number" && entry.line > 0 ? { line: entry.line } : {};
  return {
    rule: {
      id: ruleId("trivy", entry.rule),
      title: clip(entry.title || entry.rule, 500),
      kind: "secret",
      remediation: "Revoke or rotate the secret, then remove it from the source and from the history of the image.",
    },
    location: `${filePath(entry.path)}#${fingerprint(shown.replace(/\*+/g, "*")).slice(0, 16)}`,
    severity: severityOf(entry.severity),
    rawSeverity,
    fixState: "available",
    rawCount: 1,
    evidence: {
      file: entry.path,
      ...(shown ? { match: shown } : {}),
      ...(entry.category ? { category: entry.category } : {}),
      ...(entry.layer ? { layer: entry.layer } : {}),
      ...line,
    },
  };
}
