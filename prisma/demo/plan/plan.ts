import { Clock } from "../clock";
import { allReports } from "./past";
import type { DemoReport, Step } from "./report";

export interface PlanOptions {
  /** Slugs; all of them when left out. */
  clusters?: string[];
  /** Days ago of the first report; all of them when left out. */
  from?: number;
}

const day = 86_400_000;
/** Days of which a snapshot is kept, today among them. */
const snapshotDays = 14;

/**
 * The demo's past as steps in the order of time, a pure function of `now`. A configuration goes alone before what
 * refers to it; the other reports of a day may be merged in any order.
 */
export function planDemo(now: Date, { clusters, from = Number.POSITIVE_INFINITY }: PlanOptions = {}): Step[] {
  const clock = new Clock(now);
  const today = Date.parse(clock.date(0));
  const agoOf = ({ at }: DemoReport) => Math.max(0, Math.ceil((today - at.getTime()) / day));
  const reports = allReports(clock)
    .filter((report) => !clusters || report.cluster === null || clusters.includes(report.cluster))
    .filter((report) => agoOf(report) <= from)
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.fileName < b.fileName ? -1 : 1));

  const steps: Step[] = [];
  let alone = false;
  for (const report of reports) {
    const ago = agoOf(report);
    const last = steps.at(-1);
    const isConfiguration = report.options.complete === true;
    if (last && last.ago === ago && alone === isConfiguration) {
      last.reports.push(report);
      last.at = report.at;
    } else steps.push({ ago, at: report.at, reports: [report], snapshots: [] });
    alone = isConfiguration;
  }
  for (let ago = snapshotDays - 1; ago >= 0; ago--) {
    steps.findLast((step) => step.ago >= ago)?.snapshots.push(clock.date(ago));
  }
  return steps;
}
