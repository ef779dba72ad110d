import type { TableData } from "@/components/charts/csv";
import { severityName, severityOrder } from "@/components/severity/words";
import type { TrendPoint, Trends } from "@/lib/client/contract/trend";
import type { Severity } from "@/lib/domain/vocabulary";

export type Marked = { number: number; day: string; events: Trends["events"] };

/** One point of the charts. What history does not know is null: a gap, never a line drawn across. */
export type Point = {
  day: string;
  open: Record<Severity, number> | null;
  total: number | null;
  opened: number | null;
  /** Downwards, for the bars. */
  fixed: number | null;
  score: number | null;
  coverage: number | null;
  previousTotal: number | null;
  previousScore: number | null;
} & Record<Severity, number | null>;

export function pointsOf({ series, previous, since }: Trends): Point[] {
  const known = (bucket: TrendPoint | undefined) => since !== null && bucket !== undefined && bucket.day >= since;
  return series.map((bucket, index) => {
    const before = previous[index];
    const here = known(bucket);
    const bySeverity = Object.fromEntries(severityOrder.map((one) => [one, here ? (bucket.open[one] ?? 0) : null]));
    return {
      day: bucket.day,
      open: here ? (bucket.open as Record<Severity, number>) : null,
      total: here ? bucket.openTotal : null,
      opened: here ? bucket.opened + bucket.reopened : null,
      fixed: here ? -bucket.fixed : null,
      score: here ? bucket.score : null,
      coverage: here && bucket.coverage > 0 ? Math.round(bucket.coverage * 100) : null,
      previousTotal: before && known(before) ? before.openTotal : null,
      previousScore: before && known(before) ? before.score : null,
      ...(bySeverity as Record<Severity, number | null>),
    };
  });
}

/** Events by the point that they belong to, numbered in order of time. */
export function markedDays({ events, series }: Trends): Marked[] {
  const byDay = new Map<string, Trends["events"]>();
  for (const event of events) {
    const bucket = series.find(({ day }) => day >= event.day);
    if (bucket) byDay.set(bucket.day, [...(byDay.get(bucket.day) ?? []), event]);
  }
  return [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, found], index) => ({ number: index + 1, day, events: found }));
}

/** The numbers behind the pictures; what is not known is empty. */
export function openTable(trends: Trends): TableData {
  return {
    head: [
      "Day",
      "Open",
      ...severityOrder.map((one) => severityName[one]),
      "Opened",
      "Reopened",
      "Fixed",
      "Accepted",
      "Open in the period before",
    ],
    rows: pointsOf(trends).map((point, index) => {
      const bucket = trends.series[index];
      const known = point.total !== null;
      return [
        point.day,
        point.total,
        ...severityOrder.map((one) => point[one]),
        known && bucket ? bucket.opened : null,
        known && bucket ? bucket.reopened : null,
        known && bucket ? bucket.fixed : null,
        known && bucket ? bucket.accepted : null,
        point.previousTotal,
      ];
    }),
  };
}

export function scoreTable(trends: Trends): TableData {
  return {
    head: ["Day", "Score", "Coverage %", "Score in the period before"],
    rows: pointsOf(trends).map(({ day, score, coverage, previousScore }) => [day, score, coverage, previousScore]),
  };
}
