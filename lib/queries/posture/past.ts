import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { defaultFreshnessDays } from "@/lib/domain/score/evidence";
import { Parameters, prepared } from "../sql";
import { coverOf, dayByDay } from "./blocks";
import {
  type Cell,
  type Cells,
  type ClusterInfo,
  type Grain,
  keys,
  narrowed,
  type PostureFilter,
  type UnitCell,
} from "./cells";
import { changedRows, nowRows } from "./day-rows";
import { folded, summed } from "./fold";
import { addDays, type Moment } from "./moment";
import { cellsNow, sumsNow } from "./now";

/** The roll-up of what the reader's teams run, or ran on the evening of a past day. */
export async function cellsAt(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  moment: Moment,
): Promise<Cells> {
  const { day, at } = moment;
  if (day === null) return cellsNow(run, scope, grain, clusters, filter, at);
  const cells = await sumsOn(run, scope, grain, clusters, filter, day);
  return { cells, units: await unitsOn(run, scope, grain, clusters, filter, day) };
}

/** The part of it that findings make. */
export function sumsAt(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  { day }: Moment,
): Promise<Cell[]> {
  return day === null ? sumsNow(run, scope, grain, clusters, filter) : sumsOn(run, scope, grain, clusters, filter, day);
}

/** As it was on the evening of a day: what is now, less all that changed on later days. */
async function sumsOn(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  day: string,
): Promise<Cell[]> {
  const p = new Parameters();
  const asked = { scope, clusters, request: filter, by: grain };
  const later = changedRows(asked, p, await coverOf(run, { from: addDays(day, 1), to: null }));
  const columns = ["cluster_id", "team_id", "area", "unit", "weight"].map((name) => `x.${name}`).join(", ");
  const signed = (sign: "" | "-") => folded.map((name) => `${sign}x.${name} AS ${name}`).join(", ");
  return run<Cell>(
    prepared(
      `SELECT ${keys[grain]} AS key, x.area, x.unit, x.weight, ${summed()}
      FROM (SELECT ${columns}, ${signed("")} FROM ${nowRows(asked, p)}
        UNION ALL SELECT ${columns}, ${signed("-")} FROM ${later}) x
      GROUP BY 1, 2, 3, 4 HAVING sum(x.present) <> 0`,
      p,
    ),
  );
}

/**
 * A week (or any days) before a posture that is known, for its scores alone: its cells with those of all later changes taken
 * back, which add up to what was there, and the units of that evening, whose evidence is of no age.
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
  const days = dayByDay({ from: addDays(day, 1), to: known.day });
  const rows = changedRows({ scope, clusters, request: filter, by: grain }, p, days);
  const cells = await run<Cell>(
    prepared(
      `SELECT ${keys[grain]} AS key, x.area, x.unit, x.weight, ${summed("-")} FROM ${rows} GROUP BY 1, 2, 3, 4`,
      p,
    ),
  );
  return { cells: [...known.cells, ...cells], units: await unitsAlone(run, scope, grain, clusters, filter, day) };
}

/** FROM `x` of units as they were that evening: of each key the newest row of that day or before. */
function standing(
  scope: Scope,
  p: Parameters,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  until: string,
): string {
  const { from, where } = narrowed(scope, p, "unit_day", clusters, filter);
  return `(SELECT DISTINCT ON (x.cluster_id, x.team_id, x.area, x.unit) x.*, k.weight FROM ${from}
    WHERE x.day <= ${until} AND ${where} ORDER BY x.cluster_id, x.team_id, x.area, x.unit, x.day DESC) x`;
}

/** Units of that evening; stale is what was last looked at longer ago than the window, then. */
async function unitsOn(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  day: string,
): Promise<UnitCell[]> {
  const p = new Parameters();
  const until = p.add(day, "date");
  const oldest = p.add(addDays(day, 1 - defaultFreshnessDays), "date");
  return run<UnitCell>(
    prepared(
      `SELECT ${keys[grain]} AS key, x.area, x.unit, x.weight, sum(x.total)::int AS total, sum(x.assessed)::int AS assessed,
        coalesce(sum(e.stale), 0)::int AS stale, max(e.observed_at) AS "observedAt"
      FROM ${standing(scope, p, clusters, filter, until)}
      LEFT JOIN LATERAL (
        SELECT e.observed_at, (SELECT sum(n) FROM unnest(e.days, e.counts) u(seen, n) WHERE seen < ${oldest}) AS stale
        FROM evidence_day e WHERE e.cluster_id = x.cluster_id AND e.team_id = x.team_id AND e.area = x.area AND e.unit = x.unit
          AND e.day <= ${until} ORDER BY e.day DESC LIMIT 1) e ON true
      WHERE x.total > 0 GROUP BY 1, 2, 3, 4`,
      p,
    ),
  );
}

/** The same without the age of their evidence, which no score needs. */
async function unitsAlone(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  day: string,
): Promise<UnitCell[]> {
  const p = new Parameters();
  const until = p.add(day, "date");
  return run<UnitCell>(
    prepared(
      `SELECT ${keys[grain]} AS key, x.area, x.unit, x.weight, sum(x.total)::int AS total, sum(x.assessed)::int AS assessed,
        0 AS stale, NULL AS "observedAt"
      FROM ${standing(scope, p, clusters, filter, until)} WHERE x.total > 0 GROUP BY 1, 2, 3, 4`,
      p,
    ),
  );
}
