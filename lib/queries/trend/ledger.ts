import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { severities } from "@/lib/domain/vocabulary";
import { type Block, type Cover, cover, dayByDay } from "../posture/blocks";
import { type ClusterInfo, narrowed } from "../posture/cells";
import { changedRows, flowRows, nowRows } from "../posture/day-rows";
import { addDays } from "../posture/moment";
import { Parameters, prepared } from "../sql";
import { keyOf, ofArea, ofSeverity, type TrendBy, type TrendRequest } from "./request";
import type { Period } from "./spans";

type Counts = Record<(typeof severities.list)[number], number>;

/** What a (key, area, unit, weight) changed in a span; `which` 0: of the period, 1: of the one before, 2: the rest. */
export interface Change extends Counts {
  which: 0 | 1 | 2;
  /** Counted back from the end of the period. */
  index: number;
  key: number;
  area: number;
  unit: number;
  weight: number;
  accepted: number;
  /** Tenths. */
  points: number;
}

export interface UnitChange {
  which: 0 | 1 | 2;
  index: number;
  key: number;
  area: number;
  unit: number;
  weight: number;
  total: number;
  assessed: number;
}

/** What happened in a span to findings that need action. */
export interface Flow {
  which: 0 | 1;
  index: number;
  key: number;
  opened: number;
  reopened: number;
  movedIn: number;
  fixed: number;
  accepted: number;
  dismissed: number;
  closed: number;
  movedOut: number;
  rerated: number;
  inTime: number;
  late: number;
  seconds: number;
}

export interface Asked {
  run: Run;
  scope: Scope;
  clusters: Map<number, ClusterInfo>;
  request: TrendRequest;
  period: Period;
  by: TrendBy | "all";
  /** Days of a span. */
  span: number;
  /** Those that hold, from the first of both periods on. */
  blocks: readonly Block[];
}

/** Which period and which span in it a row `x` belongs to. */
function place({ period, span }: Asked, p: Parameters) {
  const from = p.add(period.from, "date");
  const early = p.add(period.before.from, "date");
  const to = p.add(period.to, "date");
  const end = `CASE WHEN x.day >= ${from} THEN ${to} ELSE ${p.add(period.before.to, "date")} END`;
  const inside = `x.day BETWEEN ${early} AND ${to}`;
  return {
    to,
    which: `CASE WHEN NOT (${inside}) THEN 2 WHEN x.day >= ${from} THEN 0 ELSE 1 END AS which`,
    index: `CASE WHEN ${inside} THEN (${end} - x.day) / ${p.add(span, "int")} ELSE 0 END AS index`,
  };
}

const counts = [...severities.list.map((word) => `"${word}"`), "accepted"];
const sums = counts.map((name) => `sum(x.${name})::int AS ${name}`).join(", ");

/** What is there now, as changes that both periods come after (`which` 2). */
export async function changesUntilNow(asked: Asked): Promise<Change[]> {
  const { run, request, by } = asked;
  const p = new Parameters();
  const rows = nowRows(asked, p);
  return run<Change>(
    prepared(
      `SELECT 2 AS which, 0 AS index, ${keyOf[by === "severity" ? "all" : by]} AS key, x.area, x.unit, x.weight, ${sums}, sum(x.points::float8) AS points
      FROM ${rows} WHERE ${ofArea(request, p)} GROUP BY 3, 4, 5, 6`,
      p,
    ),
  );
}

/** The days from the first of both periods on: in blocks where nobody asks for spans within a period. */
function daysOf({ period: { before, from, to, days }, span, blocks }: Asked): Cover {
  if (span < days) return dayByDay({ from: before.from, to: null });
  return cover([before, { from, to }, { from: addDays(to, 1), to: null }], blocks);
}

/**
 * Changes of the two periods by span, and what came after them, taken back (`which` 2): with `changesUntilNow` they say what an
 * evening left, going back from now.
 */
export async function changes(asked: Asked): Promise<Change[]> {
  const { run, request, by } = asked;
  const p = new Parameters();
  const { which, index, to } = place(asked, p);
  const rows = changedRows(asked, p, daysOf(asked), [ofArea(request, p)]);
  const signed = (name: string) => `sum(CASE WHEN x.day > ${to} THEN -x.${name} ELSE x.${name} END)`;
  return run<Change>(
    prepared(
      `SELECT ${which}, ${index}, ${keyOf[by === "severity" ? "all" : by]} AS key, x.area, x.unit, x.weight,
        ${counts.map((name) => `${signed(name)}::int AS ${name}`).join(", ")}, ${signed("points::float8")} AS points
      FROM ${rows} GROUP BY 1, 2, 3, 4, 5, 6`,
      p,
    ),
  );
}

/** The same of units: rows of `which` 2 are what was there before both periods. */
export async function unitChanges(asked: Asked): Promise<UnitChange[]> {
  const { run, scope, clusters, request, by } = asked;
  const p = new Parameters();
  const { from, where } = narrowed(scope, p, "unit_day", clusters, request);
  const { which, index, to } = place(asked, p);
  const since = (column: string) =>
    `x.${column} - lag(x.${column}, 1, 0) OVER (PARTITION BY x.cluster_id, x.team_id, x.area, x.unit ORDER BY x.day) AS ${column}`;
  return run<UnitChange>(
    prepared(
      `SELECT ${which}, ${index}, ${keyOf[by === "severity" ? "all" : by]} AS key, x.area, x.unit, x.weight, sum(total)::int AS total, sum(assessed)::int AS assessed
      FROM (SELECT x.day, x.cluster_id, x.team_id, x.area, x.unit, k.weight, ${since("total")}, ${since("assessed")}
        FROM ${from} WHERE x.day <= ${to} AND ${ofArea(request, p)} AND ${where}) x GROUP BY 1, 2, 3, 4, 5, 6`,
      p,
    ),
  );
}

export async function flows(asked: Asked): Promise<Flow[]> {
  const { run, request, by } = asked;
  const p = new Parameters();
  const { which, index } = place(asked, p);
  const { before, from, to, days } = asked.period;
  const blocks = asked.span < days ? [] : asked.blocks;
  const parts = by === "area" || by === "severity" || request.area !== undefined || request.severity !== undefined;
  const conditions = [ofArea(request, p), ofSeverity(request, p)];
  const rows = flowRows(asked, p, [before, { from, to }], { blocks, conditions, parts });
  const sum = (column: string, name = column) => `sum(x.${column})::int AS "${name}"`;
  return run<Flow>(
    prepared(
      `SELECT ${which}, ${index}, ${keyOf[by]} AS key, ${sum("opened")}, ${sum("reopened")}, ${sum("moved_in", "movedIn")}, ${sum("fixed")},
        ${sum("accepted")}, ${sum("dismissed")}, ${sum("closed")}, ${sum("moved_out", "movedOut")}, ${sum("rerated")},
        ${sum("in_time", "inTime")}, ${sum("late")}, sum(x.seconds::float8) AS seconds
      FROM ${rows} GROUP BY 1, 2, 3`,
      p,
    ),
  );
}
