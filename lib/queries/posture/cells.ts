import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { ownPosture } from "../visible";

/** What narrows a posture: slugs of clusters and teams, and an environment. */
export interface PostureFilter {
  cluster?: string;
  team?: string;
  environment?: string;
}

/** Counts and points of one (cluster, team, area, unit, state). `points` in tenths. */
export interface Cell {
  cluster: number;
  team: number;
  area: number;
  unit: number;
  state: number;
  info: number;
  low: number;
  unknown: number;
  medium: number;
  high: number;
  critical: number;
  points: number;
  exposedKev: number;
  fixable: number;
}

export interface UnitCell {
  cluster: number;
  team: number;
  area: number;
  unit: number;
  total: number;
  assessed: number;
  observedAt: Date | null;
}

export interface Cells {
  cells: Cell[];
  units: UnitCell[];
}

function conditions(scope: Scope, p: Parameters, { cluster, team, environment }: PostureFilter, alias: string): string {
  const list = [...ownPosture(scope, p, alias)];
  if (cluster === "none") list.push(`${alias}.cluster_id = 0`);
  else if (cluster) list.push(`${alias}.cluster_id = (SELECT id FROM cluster WHERE slug = ${p.add(cluster, "text")})`);
  if (team === "none") list.push(`${alias}.team_id = 0`);
  else if (team) list.push(`${alias}.team_id = (SELECT id FROM team WHERE slug = ${p.add(team, "text")})`);
  if (environment) {
    list.push(`${alias}.cluster_id IN (SELECT id FROM cluster WHERE environment = ${p.add(environment, "text")})`);
  }
  return all(list);
}

/** The roll-up of what the reader's teams run, now. */
export async function cellsNow(run: Run, scope: Scope, filter: PostureFilter): Promise<Cells> {
  const p = new Parameters();
  const cells = await run<Cell>({
    text: `SELECT c.cluster_id AS cluster, c.team_id AS team, c.area, c.unit, c.state, sum(info)::int AS info, sum(low)::int AS low,
        sum("unknown")::int AS "unknown", sum(medium)::int AS medium, sum(high)::int AS high, sum(critical)::int AS critical,
        sum(points)::float8 AS points, sum(exposed_kev)::int AS "exposedKev", sum(fixable)::int AS fixable
      FROM posture_sum c WHERE c.state < 8 AND ${conditions(scope, p, filter, "c")} GROUP BY 1, 2, 3, 4, 5`,
    values: p.values,
  });
  const q = new Parameters();
  const units = await run<UnitCell>({
    text: `SELECT u.cluster_id AS cluster, u.team_id AS team, u.area, u.unit, sum(u.total)::int AS total, sum(u.assessed)::int AS assessed,
        max(u.observed_at) AS "observedAt" FROM unit_count u WHERE ${conditions(scope, q, filter, "u")} GROUP BY 1, 2, 3, 4`,
    values: q.values,
  });
  return { cells, units };
}

export const COMPARED_DAYS = 7;

/** The same as it was a week ago; null when no snapshot of then was taken (the newest of the week before it will do). */
export async function cellsBefore(
  run: Run,
  scope: Scope,
  filter: PostureFilter,
  now: Date,
): Promise<(Cells & { day: Date }) | null> {
  const [found] = await run<{ day: Date | null }>({
    name: "snapshot-day",
    text: "SELECT max(day) AS day FROM unit_day WHERE day BETWEEN ($1::timestamptz - interval '14 days')::date AND ($1::timestamptz - interval '7 days')::date",
    values: [now],
  });
  if (!found?.day) return null;
  const p = new Parameters();
  const day = p.add(found.day, "date");
  const cells = await run<Cell>({
    text: `SELECT c.cluster_id AS cluster, c.team_id AS team, c.area, c.unit, c.state, 0 AS info, 0 AS low, 0 AS "unknown", 0 AS medium,
        0 AS high, 0 AS critical, sum(points)::float8 AS points, 0 AS "exposedKev", 0 AS fixable
      FROM posture_day c WHERE c.day = ${day} AND c.state < 8 AND ${conditions(scope, p, filter, "c")} GROUP BY 1, 2, 3, 4, 5`,
    values: p.values,
  });
  const q = new Parameters();
  const unitDay = q.add(found.day, "date");
  const units = await run<UnitCell>({
    text: `SELECT u.cluster_id AS cluster, u.team_id AS team, u.area, u.unit, sum(u.total)::int AS total, sum(u.assessed)::int AS assessed,
        max(u.observed_at) AS "observedAt" FROM unit_day u WHERE u.day = ${unitDay} AND ${conditions(scope, q, filter, "u")} GROUP BY 1, 2, 3, 4`,
    values: q.values,
  });
  return { cells, units, day: found.day };
}
