import { catalogueSeverity } from "../../domain/rules/severity";
import { severityOf, severityOfCvss } from "../../domain/severity/normalise";
import type { Severity } from "../../domain/vocabulary";
import { isObject, type Json, textOf } from "../trivy/guards";
import { tagsOf } from "./message";

export interface Rated {
  severity: Severity;
  /** 0.0 to 10.0, where the report has one. */
  score?: number;
}

/** Tools that state no severity unless they state a score: their level says nothing. */
const silent = new Set(["checkov", "kube-linter", "kube-score"]);

/** Where tools that rank finer than SARIF's levels put their word. */
const wordKeys = ["severity", "issue_severity", "Severity", "securityRisk", "securitySeverity", "github/alertSeverity"];

/**
 * Severity of a result: its `security-severity` in the bands of GitHub's code scanning (9.0, 7.0, 4.0, above 0), else
 * the tool's own word, else our catalogue for checks of tools that have none, else the level.
 *
 * @param level of the result, or of its rule
 */
export function rate(tool: string, checkId: string, level: string, result: Json, rule: Json | null): Rated {
  const bags = [result.properties, rule?.properties].filter(isObject);
  for (const bag of bags) {
    const score = scoreOf(bag["security-severity"]) ?? scoreOf(bag.security_severity);
    if (score !== null && score > 0) return { severity: severityOfCvss(score), score };
  }
  for (const bag of bags) {
    for (const key of wordKeys) {
      const word = textOf(bag[key]);
      if (severityOf(word) !== "unknown") return { severity: severityOf(word) };
    }
    const tag = tagsOf(bag).find((one) => /^(CRITICAL|HIGH|MEDIUM|LOW|UNKNOWN)$/.test(one));
    if (tag) return { severity: severityOf(tag) };
  }
  if (silent.has(tool)) return { severity: catalogueSeverity(tool, checkId) ?? "unknown" };
  return { severity: severityOf(level) };
}

/** A number, also one that is written as text. */
function scoreOf(value: unknown): number | null {
  const score = typeof value === "number" ? value : Number.parseFloat(textOf(value));
  return score >= 0 && score <= 10 ? score : null;
}

const levels = new Set(["error", "warning", "note", "none"]);

/**
 * Level of a result (3.27.10): its own, else its rule's default, else `warning`. Words of versions before 2.1.0 that
 * are kinds by now (`pass`, `open`, …) are none.
 */
export function levelOf(result: Json, rule: Json | null): string {
  const configuration = isObject(rule?.defaultConfiguration) ? rule.defaultConfiguration : {};
  const before = isObject(rule?.configuration) ? rule.configuration : {};
  for (const word of [result.level, configuration.level, before.defaultLevel, rule?.defaultLevel]) {
    if (levels.has(textOf(word))) return textOf(word);
  }
  return "warning";
}
