import type { Severity } from "../vocabulary";

/**
 * The words of scanners, distributions and sensors. Sources: CVSS rating scale, Debian urgency, Ubuntu priority,
 * Red Hat and SUSE impact, SARIF levels, syslog and Falco priorities.
 */
const words: Record<string, Severity> = {
  critical: "critical",
  defcon1: "critical",
  emergency: "critical",
  emerg: "critical",
  alert: "critical",
  crit: "critical",
  high: "high",
  important: "high",
  error: "high",
  err: "high",
  medium: "medium",
  moderate: "medium",
  warning: "medium",
  warn: "medium",
  low: "low",
  negligible: "low",
  unimportant: "low",
  minor: "low",
  notice: "low",
  note: "low",
  info: "info",
  information: "info",
  informational: "info",
  informative: "info",
  none: "info",
  debug: "info",
  trace: "info",
};
const table = new Map(Object.entries(words));

/** Severity of a tool's word, whatever its case. A word that is missing or not known is `unknown`, never a guess. */
export function severityOf(word: string | null | undefined): Severity {
  return table.get((word ?? "").trim().toLowerCase()) ?? "unknown";
}

/** Severity of a CVSS v3 or v4 base score (0.0–10.0) by the qualitative rating scale; out of range is `unknown`. */
export function severityOfCvss(score: number): Severity {
  if (!(score >= 0 && score <= 10)) return "unknown";
  if (score >= 9) return "critical";
  if (score >= 7) return "high";
  if (score >= 4) return "medium";
  return score > 0 ? "low" : "info";
}
