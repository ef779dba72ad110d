import { type Severity, severities } from "../vocabulary";
import type { SeverityOpinion } from "./opinion";

const order = ["distribution", "ghsa", "nvd", "tool"] as const;

/**
 * The one severity of several opinions: distribution vendor before GHSA before NVD before the tool; within one
 * source the higher. `unknown` is the absence of an opinion: it decides only when nobody has another.
 */
export function decideSeverity(opinions: readonly SeverityOpinion[]): Severity {
  for (const source of order) {
    let best: Severity | null = null;
    for (const opinion of opinions) {
      if (opinion.source !== source || opinion.severity === "unknown") continue;
      if (best === null || severities.code(opinion.severity) > severities.code(best)) best = opinion.severity;
    }
    if (best !== null) return best;
  }
  return "unknown";
}
