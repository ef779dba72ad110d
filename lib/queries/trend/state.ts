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

/** Running sums, over cells (area, unit, weight) and of all, to which changes are added or from which they are taken back. */
export class Balance {
  readonly #cells = new Map<number, ScoreRow>();
  /** By severity code. */
  readonly #open = severities.list.map(() => 0);
  #accepted = 0;
  /** Tenths. */
  #points = 0;

  #cell({ area, unit, weight }: { area: number; unit: number; weight: number }): ScoreRow {
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
      };
      this.#cells.set(key, cell);
    }
    return cell;
  }

  add(change: Change, sign: 1 | -1): void {
    for (let code = 0; code < severities.list.length; code++)
      this.#open[code] = (this.#open[code] ?? 0) + sign * change[severities.word(code)];
    this.#accepted += sign * change.accepted;
    this.#points += sign * change.points;
    this.#cell(change).points += sign * change.points;
  }

  addUnits(change: UnitChange, sign: 1 | -1): void {
    const cell = this.#cell(change);
    cell.unitsTotal += sign * change.total;
    cell.unitsAssessed += sign * change.assessed;
  }

  /** What it comes to now. */
  state({ severity, area }: Cut): TrendState {
    const open = Object.fromEntries(
      severities.list.map((word, code) => [
        word,
        severity === undefined || severity === word ? (this.#open[code] ?? 0) : 0,
      ]),
    ) as Record<Severity, number>;
    const score = scoreOf([...this.#cells.values()]);
    const shown = area === undefined ? { score: score.overall, coverage: score.coverage } : score.areas[area];
    return {
      open,
      openTotal: Object.values(open).reduce((total, n) => total + n, 0),
      accepted: severity === undefined ? this.#accepted : 0,
      points: severity === undefined ? this.#points / 10 : 0,
      score: severity === undefined ? shown.score : null,
      coverage: shown.coverage,
    };
  }
}
