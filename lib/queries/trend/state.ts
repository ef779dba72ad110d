import { type ScoreRow, scoreOf } from "@/lib/domain/score/score-of";
import { type Area, areas, type Severity, severities, unitKinds } from "@/lib/domain/vocabulary";
import type { Change, UnitChange } from "./ledger";

/** What an evening left. */
export interface TrendState {
  open: Record<Severity, number>;
  openTotal: number;
  accepted: number;
  points: number;
  score: number | null;
  coverage: number;
}

/** Which severity or area a trend is of; a score is over all severities. */
export interface Cut {
  severity?: Severity;
  area?: Area;
}

/** A row of the score, with what else is told of it. */
interface Cell extends ScoreRow {
  /** Open findings by severity code. */
  open: number[];
  acceptedFindings: number;
}

/** Running sums over cells (area, unit, weight), to which changes are added or from which they are taken back. */
export class Balance {
  readonly #cells = new Map<number, Cell>();

  #cell({ area, unit, weight }: { area: number; unit: number; weight: number }): Cell {
    const key = (weight * areas.list.length + area) * unitKinds.list.length + unit;
    let cell = this.#cells.get(key);
    if (!cell) {
      cell = {
        area: areas.word(area),
        unit: unitKinds.word(unit),
        weight,
        points: 0,
        unitsTotal: 0,
        unitsAssessed: 0,
        unitsStale: 0,
        open: severities.list.map(() => 0),
        acceptedFindings: 0,
      };
      this.#cells.set(key, cell);
    }
    return cell;
  }

  add(change: Change, sign: 1 | -1): void {
    const cell = this.#cell(change);
    for (let code = 0; code < severities.list.length; code++)
      cell.open[code] = (cell.open[code] ?? 0) + sign * change[severities.word(code)];
    cell.acceptedFindings += sign * change.accepted;
    cell.points += sign * change.points;
  }

  addUnits(change: UnitChange, sign: 1 | -1): void {
    const cell = this.#cell(change);
    cell.unitsTotal += sign * change.total;
    cell.unitsAssessed += sign * change.assessed;
  }

  /** What it comes to now. */
  state({ severity, area }: Cut): TrendState {
    const cells = [...this.#cells.values()];
    const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0);
    const open = Object.fromEntries(
      severities.list.map((word, code) => [
        word,
        severity === undefined || severity === word ? sum((cell) => cell.open[code] ?? 0) : 0,
      ]),
    ) as Record<Severity, number>;
    const score = scoreOf(cells);
    const shown = area === undefined ? { score: score.overall, coverage: score.coverage } : score.areas[area];
    return {
      open,
      openTotal: Object.values(open).reduce((total, n) => total + n, 0),
      accepted: severity === undefined ? sum((cell) => cell.acceptedFindings) : 0,
      points: severity === undefined ? sum((cell) => cell.points) / 10 : 0,
      score: severity === undefined ? shown.score : null,
      coverage: shown.coverage,
    };
  }
}
