import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { defaultFreshnessDays } from "@/lib/domain/score/evidence";
import { severities } from "@/lib/domain/vocabulary";
import { Parameters } from "../sql";
import {
  type Cell,
  type Cells,
  type ClusterInfo,
  cellsNow,
  type Grain,
  keys,
  narrowed,
  type PostureFilter,
  sumRows,
  type UnitCell,
} from "./cells";
import { dayRows } from "./day-rows";
import { folded, foldedNow, foldedStates } from "./fold";
import { addDays, type Moment } from "./moment";

/** The roll-up of what the reader's teams run, or ran on the evening of a past day. */
export function cellsAt(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  { day, at }: Moment,
): Promise<Cells> {
  return day === null
    ? cellsNow(run, scope, grain, clusters, filter, at)
    : cellsOn(run, scope, grain, clusters, filter, day);
}

/** As it was on the evening of a day: what is now, less all that changed on later days. */
async function cellsOn(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  day: string,
): Promise<Cells> {
  const p = new Parameters();
  const present = sumRows(scope, p, grain, clusters, filter);
  const later = dayRows({ scope, clusters, request: filter, by: grain }, p, "posture", [
    `x.day > ${p.add(day, "date")}`,
  ]);
  const counts = severities.list.map((word) => `sum("${word}")::int AS "${word}"`);
  const cells = await run<Cell>({
    text: `SELECT key, area, unit, weight, ${counts.join(", ")}, sum(present)::int AS present, sum(points)::float8 AS points,
        sum(accepted_points)::float8 AS accepted, sum(exposed_kev)::int AS "exposedKev", sum(fixable)::int AS fixable
      FROM (
        SELECT ${keys[grain]} AS key, x.area, x.unit, ${present.weight} AS weight, ${foldedNow}
        FROM ${present.from} WHERE ${foldedStates} AND ${present.where}
        UNION ALL
        SELECT ${keys[grain]}, x.area, x.unit, x.weight, ${folded.map((name) => `-x.${name}`).join(", ")} FROM ${later}) x
      GROUP BY 1, 2, 3, 4 HAVING sum(present) <> 0`,
    values: p.values,
  });
  return { cells, units: await unitsOn(run, scope, grain, clusters, filter, day) };
}

/**
 * A week (or any days) before a posture that is known: its cells with those of all later changes taken back, which add up to
 * what was there, and the units of that evening.
 */
export async function cellsEarlier(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  known: { cells: readonly Cell[]; day: string | null },
  day: string,
): Promise<Cells> {
  const p = new Parameters();
  const days = [
    `x.day > ${p.add(day, "date")}`,
    ...(known.day === null ? [] : [`x.day <= ${p.add(known.day, "date")}`]),
  ];
  const rows = dayRows({ scope, clusters, request: filter, by: grain }, p, "posture", days);
  const back = (name: string) => `-sum(x.${name})`;
  const counts = severities.list.map((word) => `${back(`"${word}"`)}::int AS "${word}"`);
  const cells = await run<Cell>({
    text: `SELECT ${keys[grain]} AS key, x.area, x.unit, x.weight, ${counts.join(", ")}, ${back("present")}::int AS present, ${back("points")}::float8 AS points,
        ${back("accepted_points")}::float8 AS accepted, ${back("exposed_kev")}::int AS "exposedKev", ${back("fixable")}::int AS fixable
      FROM ${rows} GROUP BY 1, 2, 3, 4`,
    values: p.values,
  });
  return { cells: [...known.cells, ...cells], units: await unitsOn(run, scope, grain, clusters, filter, day) };
}

/** Of each key the newest row of that day or before; stale is what was last looked at longer ago than the window, then. */
async function unitsOn(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  day: string,
): Promise<UnitCell[]> {
  const p = new Parameters();
  const { from, where } = narrowed(scope, p, "unit_day", clusters, filter);
  const until = p.add(day, "date");
  const oldest = p.add(addDays(day, 1 - defaultFreshnessDays), "date");
  return run<UnitCell>({
    text: `SELECT ${keys[grain]} AS key, x.area, x.unit, x.weight, sum(x.total)::int AS total, sum(x.assessed)::int AS assessed,
        coalesce(sum(e.stale), 0)::int AS stale, max(e.observed_at) AS "observedAt"
      FROM (SELECT DISTINCT ON (x.cluster_id, x.team_id, x.area, x.unit) x.*, k.weight FROM ${from}
        WHERE x.day <= ${until} AND ${where} ORDER BY x.cluster_id, x.team_id, x.area, x.unit, x.day DESC) x
      LEFT JOIN LATERAL (
        SELECT e.observed_at, (SELECT sum(n) FROM unnest(e.days, e.counts) u(seen, n) WHERE seen < ${oldest}) AS stale
        FROM evidence_day e WHERE e.cluster_id = x.cluster_id AND e.team_id = x.team_id AND e.area = x.area AND e.unit = x.unit
          AND e.day <= ${until} ORDER BY e.day DESC LIMIT 1) e ON true
      WHERE x.total > 0 GROUP BY 1, 2, 3, 4`,
    values: p.values,
  });
}
