import { isObject, isoTime, type Json, textOf } from "../trivy/guards";

export type Outcome = "pass" | "fail" | "warn" | "error" | "skip" | "";

/** What a result says: `result`, which was `status` before v1alpha2. "" where it says nothing that is known. */
export function outcomeOf(result: Json): Outcome {
  const word = (textOf(result.result) || textOf(result.status)).toLowerCase();
  return /^(?:pass|fail|warn|error|skip)$/.test(word) ? (word as Outcome) : "";
}

/** The results of a report. A writer that prunes its report leaves nulls behind. */
export const resultsOf = (report: Json): Json[] =>
  Array.isArray(report.results) ? report.results.filter(isObject) : [];

/** ISO time of a result: `{seconds, nanos}`, or text. Some writers put the second of the minute there: no time. */
export function resultTime({ timestamp }: Json): string | null {
  if (!isObject(timestamp)) return isoTime(timestamp);
  const seconds = Number(timestamp.seconds);
  return seconds > 1_000_000_000 && seconds < 10_000_000_000 ? new Date(seconds * 1000).toISOString() : null;
}

/** When the report was last true: its latest result, else its making. */
export function timeOf(report: Json): string | null {
  let latest: string | null = null;
  for (const result of resultsOf(report)) {
    const time = resultTime(result);
    if (time !== null && (latest === null || time > latest)) latest = time;
  }
  return latest ?? isoTime(isObject(report.metadata) ? report.metadata.creationTimestamp : null);
}

const problems = ["fail", "warn", "error"] as const;

/**
 * Why a report may leave out problems of its object, else null: its summary counts more of them than it lists, it is
 * cut at `configuration.limits.maxResults`, or its filter of states leaves failures out.
 */
export function shortfall(report: Json): string | null {
  const results = resultsOf(report);
  const summary = isObject(report.summary) ? report.summary : {};
  for (const outcome of problems) {
    const counted = Number(summary[outcome]);
    const listed = results.filter((result) => outcomeOf(result) === outcome).length;
    if (counted > listed) return `lists ${listed} of ${counted} results of state ${outcome}`;
  }
  const configuration = isObject(report.configuration) ? report.configuration : {};
  const limits = isObject(configuration.limits) ? configuration.limits : {};
  if (Array.isArray(limits.statusFilter) && limits.statusFilter.length > 0 && !limits.statusFilter.includes("fail"))
    return "its filter leaves failures out";
  const most = Number(limits.maxResults ?? 0);
  return most > 0 && results.length >= most ? `is cut at ${most} results` : null;
}
