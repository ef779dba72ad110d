import type { Decision, Presence, Running, Severity } from "../vocabulary";

/** Version of the formula; every stored snapshot carries it. */
export const scoreVersion = 1;

/** Tenths of points, so that all sums are exact integers. Unknown weighs as medium. */
export const severityTenths: Readonly<Record<Severity, number>> = {
  critical: 100,
  high: 30,
  medium: 10,
  unknown: 10,
  low: 1,
  info: 0,
};
export const kevFactor = 5;
export const epssFactor = 2;
export const epssThreshold = 0.1;
export const exposedFactor = 2;

export interface Risk {
  severity: Severity;
  /** Listed in CISA's catalogue of known exploited vulnerabilities. */
  kev: boolean;
  /** Probability of exploitation within 30 days (0–1) by FIRST's EPSS; null: none stated. */
  epss: number | null;
  /** Reachable from the internet. */
  exposed: boolean;
  running: Running;
}

/**
 * Points of one finding in *tenths* (0–1000): severity × exploitation × exposure. What is known not to run weighs
 * nothing and stays listed; what is not known to run weighs in full.
 */
export function points({ severity, kev, epss, exposed, running }: Risk): number {
  if (running === "no") return 0;
  const exploitation = kev ? kevFactor : epss !== null && epss >= epssThreshold ? epssFactor : 1;
  return severityTenths[severity] * exploitation * (exposed ? exposedFactor : 1);
}

/** Does a finding count in the score? Whatever is there does, accepted or not, unless it is no risk here. */
export function countsInScore(presence: Presence, decision: Decision): boolean {
  return presence === "present" && decision !== "false_positive" && decision !== "mitigated";
}
