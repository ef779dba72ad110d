import { evidenceState } from "@/lib/domain/score/evidence";
import type { ScoreRow } from "@/lib/domain/score/score-of";
import { areas, states, unitKinds } from "@/lib/domain/vocabulary";
import type { Cells } from "./cells";

/** False positives and what is mitigated otherwise weigh nothing; accepted risk does. */
const UNCOUNTED: readonly number[] = [states.code("false_positive"), states.code("mitigated")];
const ACCEPTED = states.code("accepted");

/** Rows for the score from the roll-up. `weights`: criticality by cluster id, in tenths; 10 where there is none. */
export function scoreRows({ cells, units }: Cells, weights: Map<number, number>, now: Date): ScoreRow[] {
  const rows = new Map<string, ScoreRow>();
  const rowOf = (cell: { cluster: number; team: number; area: number; unit: number }) => {
    const key = `${cell.cluster} ${cell.team} ${cell.area} ${cell.unit}`;
    let row = rows.get(key);
    if (!row) {
      row = {
        area: areas.word(cell.area),
        unit: unitKinds.word(cell.unit),
        unitsTotal: 0,
        unitsAssessed: 0,
        unitsStale: 0,
        points: 0,
        accepted: 0,
        exposedKev: 0,
        weight: weights.get(cell.cluster) ?? 10,
      };
      rows.set(key, row);
    }
    return row;
  };
  for (const unit of units) {
    const row = rowOf(unit);
    row.unitsTotal += unit.total;
    row.unitsAssessed += unit.assessed;
    if (evidenceState(unit.observedAt, now) === "stale") row.unitsStale += unit.assessed;
  }
  for (const cell of cells) {
    const row = rowOf(cell);
    if (UNCOUNTED.includes(cell.state)) continue;
    row.points += cell.points;
    row.exposedKev = (row.exposedKev ?? 0) + cell.exposedKev;
    if (cell.state === ACCEPTED) row.accepted = (row.accepted ?? 0) + cell.points;
  }
  return [...rows.values()];
}
