import type { Change, Flow, UnitChange } from "./ledger";
import { type Period, spanEnd, spansOf } from "./spans";
import { Balance, type Cut, type TrendState } from "./state";

export interface TrendFlow {
  opened: number;
  reopened: number;
  movedIn: number;
  fixed: number;
  acceptedNew: number;
  dismissed: number;
  closed: number;
  movedOut: number;
  rerated: number;
}

export interface TrendPoint extends TrendState, TrendFlow {
  day: string;
}

export interface TrendPeriod extends TrendFlow {
  from: string;
  to: string;
  start: TrendState;
  end: TrendState;
  mttrDays: number | null;
  fixedInTime: number;
  fixedLate: number;
  sla: number | null;
}

export interface Ledger {
  changes: readonly Change[];
  units: readonly UnitChange[];
  flows: readonly Flow[];
}

const flowWords = ["opened", "reopened", "movedIn", "fixed", "dismissed", "closed", "movedOut", "rerated"] as const;

/** Points of the period (0) and of the one before (1), the oldest first, and what both started from. */
export interface Told {
  points: [TrendPoint[], TrendPoint[]];
  /** The evening before the period, and that before the one before it. */
  starts: [TrendState, TrendState];
}

/** Goes back from the end of the period, span by span, to the evening before the one before it. */
export function tell(period: Period, span: number, { changes, units, flows }: Ledger, cut: Cut): Told {
  const balance = new Balance();
  for (const change of changes) if (change.which === 2) balance.add(change, 1);
  for (const unit of units) balance.addUnits(unit, 1);
  const spanned = { ...period, span };
  const spans = spansOf(spanned);
  const at = <T extends { which: number; index: number }>(list: readonly T[]) => {
    const slots: T[][] = Array.from({ length: 2 * spans }, () => []);
    // With one span to a period, spans are taken together.
    for (const item of list) if (item.which < 2) slots[item.which * spans + (spans === 1 ? 0 : item.index)]?.push(item);
    return (which: number, index: number) => slots[which * spans + index] ?? [];
  };
  const [changesAt, unitsAt, flowsAt] = [at(changes), at(units), at(flows)];
  const points: [TrendPoint[], TrendPoint[]] = [[], []];
  const starts: TrendState[] = [];
  for (const which of [0, 1] as const) {
    for (let index = 0; index < spans; index++) {
      const day = spanEnd(spanned, which, index);
      points[which].push({ day, ...balance.state(cut), ...flowOf(flowsAt(which, index)) });
      for (const change of changesAt(which, index)) balance.add(change, -1);
      for (const unit of unitsAt(which, index)) balance.addUnits(unit, -1);
    }
    points[which].reverse();
    starts.push(balance.state(cut));
  }
  return { points, starts: starts as [TrendState, TrendState] };
}

export function flowOf(flows: readonly Flow[]): TrendFlow {
  const sum = (of: (flow: Flow) => number) => flows.reduce((total, flow) => total + of(flow), 0);
  const words = Object.fromEntries(flowWords.map((word) => [word, sum((flow) => flow[word])]));
  return { ...(words as Record<(typeof flowWords)[number], number>), acceptedNew: sum((flow) => flow.accepted) };
}

/** The two periods as totals. */
export function periods(period: Period, ledger: Ledger, cut: Cut): { now: TrendPeriod; before: TrendPeriod } {
  const { points, starts } = tell(period, period.days, ledger, cut);
  const of = (which: 0 | 1): TrendPeriod => {
    const flows = ledger.flows.filter((flow) => flow.which === which);
    const sum = (value: (flow: Flow) => number) => flows.reduce((total, flow) => total + value(flow), 0);
    const [fixed, inTime, late] = [sum((f) => f.fixed), sum((f) => f.inTime), sum((f) => f.late)];
    const { day: _day, ...point } = points[which][0] as TrendPoint;
    const { from, to } = which === 0 ? period : period.before;
    const { open, openTotal, accepted, points: weight, score, coverage, ...flow } = point;
    return {
      ...{ from, to, start: starts[which], end: { open, openTotal, accepted, points: weight, score, coverage } },
      ...flow,
      mttrDays: fixed > 0 ? Math.round((sum((f) => f.seconds) / fixed / 86_400) * 10) / 10 : null,
      ...{ fixedInTime: inTime, fixedLate: late, sla: inTime + late > 0 ? inTime / (inTime + late) : null },
    };
  };
  return { now: of(0), before: of(1) };
}
