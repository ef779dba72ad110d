import type { Severity } from "../vocabulary";

/** Severity opinion of one source; all are kept and shown. */
export interface SeverityOpinion {
  /** "distribution" | "ghsa" | "nvd" | "tool" decide (in this order); `by` names the source itself. */
  source: "distribution" | "ghsa" | "nvd" | "tool";
  by: string;
  severity: Severity;
  cvss?: { version: string; vector?: string; score?: number };
}
