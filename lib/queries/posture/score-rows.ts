import type { ScoreRow } from "@/lib/domain/score/score-of";
import { areas, unitKinds } from "@/lib/domain/vocabulary";
import type { Cells } from "./cells";

/** Rows for the score from sums of the roll-up; `keep` chooses the part of it that is scored. */
export function scoreRows({ cells, units }: Cells, keep: (key: number) => boolean): ScoreRow[] {
  const rows = new Map<string, ScoreRow>();
  const rowOf = ({ area, unit, weight }: { area: number; unit: number; weight: number }) => {
    const key = `${area} ${unit} ${weight}`;
    let row = rows.get(key);
    if (!row) {
      const nothing = { unitsTotal: 0, unitsAssessed: 0, unitsStale: 0, points: 0, accepted: 0, exposedKev: 0 };
      row = { area: areas.word(area), unit: unitKinds.word(unit), weight, ...nothing };
      rows.set(key, row);
    }
    return row;
  };
  for (const unit of units) {
    if (!keep(unit.key)) continue;
    const row = rowOf(unit);
    row.unitsTotal += unit.total;
    row.unitsAssessed += unit.assessed;
    row.unitsStale += unit.stale;
  }
  for (const cell of cells) {
    if (!keep(cell.key)) continue;
    const row = rowOf(cell);
    row.points += cell.points;
    row.accepted = (row.accepted ?? 0) + cell.accepted;
    row.exposedKev = (row.exposedKev ?? 0) + cell.exposedKev;
  }
  return [...rows.values()];
}
