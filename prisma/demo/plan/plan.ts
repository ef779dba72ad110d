import { Clock } from "../clock";
import { allReports } from "./past";
import type { DemoReport, Step } from "./report";

/** Days of the demo's past, today among them. */
export const demoDays = 90;

export interface PlanOptions {
  /** Slugs; all of them when left out. */
  clusters?: string[];
  /** Days ago of the first day; all of them when left out. */
  from?: number;
  /** Days ago of the last day, which is a whole one unless it is today (0). */
  until?: number;
}

/**
 * The demo's past as steps in the order of time, a pure function of `now`: at least one for each day, the last of which
 * ends it. A configuration goes alone before what refers to it; the other reports of a day may be merged in any order.
 */
export function planDemo(now: Date, { clusters, from = demoDays - 1, until = 0 }: PlanOptions = {}): Step[] {
  const clock = new Clock(now);
  const reports = allReports(clock)
    .filter((report) => !clusters || report.cluster === null || clusters.includes(report.cluster))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.fileName < b.fileName ? -1 : 1));
  const steps: Step[] = [];
  for (let ago = Math.min(from, demoDays - 1); ago >= until; ago--) {
    const own = stepsOf(reports.filter((report) => report.ago === ago));
    const last = own.at(-1);
    if (last) last.endsDay = true;
    else own.push({ ago, at: clock.endOf(ago), reports: [], endsDay: true });
    steps.push(...own);
  }
  return steps;
}

/** @param reports of one day, in the order of time */
function stepsOf(reports: DemoReport[]): Step[] {
  const steps: Step[] = [];
  let before = false;
  for (const report of reports) {
    const last = steps.at(-1);
    const isConfiguration = report.options.complete === true;
    if (last && before === isConfiguration) {
      last.reports.push(report);
      last.at = report.at;
    } else steps.push({ ago: report.ago, at: report.at, reports: [report], endsDay: false });
    before = isConfiguration;
  }
  return steps;
}
