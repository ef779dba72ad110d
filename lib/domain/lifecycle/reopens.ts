import { type Decision, type Severity, severities } from "../vocabulary";

export interface DecisionCheck {
  decision: Decision;
  severityBefore: Severity;
  severityAfter: Severity;
  kevBefore: boolean;
  kevAfter: boolean;
  /** The exception's end has passed. */
  expired: boolean;
}

export type ReopenReason = "expired" | "kev_listed" | "severity_rise";

/** Why a decided finding has to be decided again; null: the decision holds. */
export function reopens(check: DecisionCheck): ReopenReason | null {
  if (check.decision === "none") return null;
  if (check.expired) return "expired";
  if (check.kevAfter && !check.kevBefore) return "kev_listed";
  return severityRises(check.severityBefore, check.severityAfter) ? "severity_rise" : null;
}

/** Unknown ranks with medium; becoming unknown is never a rise, since nothing worse was learnt. */
export function severityRises(before: Severity, after: Severity): boolean {
  const rank = (severity: Severity) => severities.code(severity === "unknown" ? "medium" : severity);
  return after !== "unknown" && rank(after) > rank(before);
}
