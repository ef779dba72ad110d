import type { Severity } from "../vocabulary";

type Days = Readonly<Record<Severity, number | null>>;

/** Days to remediate; null: no due date. */
export interface SlaMatrix {
  days: Days;
  /** While the flaw is known to be exploited. */
  kevDays: Days;
}

export interface SlaPolicy extends SlaMatrix {
  /** Environments that differ, by name, whole. */
  environments?: Readonly<Record<string, SlaMatrix>>;
}

/**
 * Defaults. Unknown is treated as medium; info has no due date. For what is known to be exploited three days when it
 * is high or critical, else the fortnight that CISA's BOD 22-01 gives for entries of its catalogue.
 */
export const defaultSlaPolicy: SlaPolicy = {
  days: { critical: 7, high: 30, medium: 90, low: 180, unknown: 90, info: null },
  kevDays: { critical: 3, high: 3, medium: 14, low: 14, unknown: 14, info: null },
};

/** Days that one finding has; null: it has no due date. `environment` is that of its cluster, null where it has none. */
export function allowance(
  policy: SlaPolicy,
  { environment, severity, kev }: { environment?: string | null; severity: Severity; kev: boolean },
): number | null {
  const matrix = policy.environments?.[environment ?? ""] ?? policy;
  return (kev ? matrix.kevDays : matrix.days)[severity];
}
