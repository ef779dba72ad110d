import type { Area, Decision, Presence, UnitKind } from "../vocabulary";
import { evidenceState } from "./evidence";
import { countsInScore, points, type Risk } from "./points";
import type { ScoreRow } from "./score-of";

/** A finding on one unit. */
export type FleetFinding = Risk & { presence: Presence; decision: Decision };

/** One unit as one area sees it. */
export interface FleetUnit {
  cluster: string;
  area: Area;
  unit: UnitKind;
  /** Latest evidence; null: never assessed. */
  observedAt: Date | null;
  /** Criticality of its environment. */
  weight: number;
  findings: FleetFinding[];
}

/**
 * The rows of a fleet held in memory, unit by unit: the plain definition that the roll-up in the database has to
 * agree with. One row for each cluster, area and kind of unit.
 */
export function rowsOf(fleet: readonly FleetUnit[], now: Date): ScoreRow[] {
  const rows = new Map<string, Required<ScoreRow>>();
  for (const { cluster, area, unit, observedAt, weight, findings } of fleet) {
    const key = `${cluster}/${area}/${unit}/${weight}`;
    const row = rows.get(key) ?? {
      ...{ area, unit, weight, unitsTotal: 0, unitsAssessed: 0, unitsStale: 0 },
      ...{ points: 0, accepted: 0, exposedKev: 0 },
    };
    const evidence = evidenceState(observedAt, now);
    row.unitsTotal += 1;
    row.unitsAssessed += evidence === "never" ? 0 : 1;
    row.unitsStale += evidence === "stale" ? 1 : 0;
    for (const finding of findings) {
      if (!countsInScore(finding.presence, finding.decision)) continue;
      row.points += points(finding);
      if (finding.decision === "accepted") row.accepted += points(finding);
      if (finding.kev && finding.exposed && finding.running !== "no") row.exposedKev += 1;
    }
    rows.set(key, row);
  }
  return [...rows.values()];
}
