import type { ScoreRow } from "@/lib/domain/score/score-of";
import { areas, unitKinds } from "@/lib/domain/vocabulary";
import type { Cells } from "./cells";

/** Rows for the score from sums of the roll-up. */
export function scoreRows({ cells, units }: Cells): ScoreRow[] {
  const rows = new Map<number, ScoreRow>();
  const rowOf = ({ area, unit, weight }: { area: number; unit: number; weight: number }) => {
    const key = (weight * areas.list.length + area) * unitKinds.list.length + unit;
    let row = rows.get(key);
    if (!row) {
      const nothing = { unitsTotal: 0, unitsAssessed: 0, unitsStale: 0, points: 0, accepted: 0, exposedKev: 0 };
      row = { area: areas.word(area), unit: unitKinds.word(unit), weight, ...nothing };
      rows.set(key, row);
    }
    return row;
  };
  for (const unit of units) {
    const row = rowOf(unit);
    row.unitsTotal += unit.total;
    row.unitsAssessed += unit.assessed;
    row.unitsStale += unit.stale;
  }
  for (const cell of cells) {
    const row = rowOf(cell);
    row.points += cell.points;
    row.accepted = (row.accepted ?? 0) + cell.accepted;
    row.exposedKev = (row.exposedKev ?? 0) + cell.exposedKev;
  }
  return [...rows.values()];
}
