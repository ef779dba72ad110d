import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { defaultFreshnessDays } from "@/lib/domain/score/evidence";
import { severities } from "@/lib/domain/vocabulary";
import { openStates, presentStates, weighingStates } from "../finding/states";
import { all, Parameters } from "../sql";
import { ownPosture, ownTeam } from "../visible";

/** What narrows a posture: slugs of clusters and teams, and an environment. */
export interface PostureFilter {
  cluster?: string;
  team?: string;
  environment?: string;
}

/** What the rows of a posture are: their keys are ids of clusters or teams; one row (key 0) for everything. */
export type Grain = "cluster" | "team" | "all";

/** A cluster that the posture is of; id 0: not deployed. */
export interface ClusterInfo {
  id: number;
  slug: string;
  name: string;
  environment: string;
  /** Weight of its units, in tenths. */
  criticality: number;
}

type Counts = Record<(typeof severities.list)[number], number>;

/** Sums over findings of one (key, area, unit) in clusters of one weight. Points in tenths. */
export interface Cell extends Counts {
  key: number;
  area: number;
  unit: number;
  weight: number;
  /** Those that are there: the severities count the open ones. */
  present: number;
  /** Of findings that weigh in a score. */
  points: number;
  accepted: number;
  exposedKev: number;
  fixable: number;
}

/** Sums over units, likewise. */
export interface UnitCell {
  key: number;
  area: number;
  unit: number;
  weight: number;
  total: number;
  assessed: number;
  stale: number;
  observedAt: Date | null;
}

export interface Cells {
  cells: Cell[];
  units: UnitCell[];
}

export const keys: Readonly<Record<Grain, string>> = { cluster: "x.cluster_id", team: "x.team_id", all: "0" };

/** The clusters that a posture is of, by id; 0 where it takes in what is not deployed. */
export async function clustersOf(run: Run, { cluster, environment }: PostureFilter): Promise<Map<number, ClusterInfo>> {
  const rows = await run<ClusterInfo>({
    name: "clusters-posture",
    text: `SELECT id, slug, name, environment, criticality FROM cluster
      WHERE ($1::text IS NULL OR slug = $1) AND ($2::text IS NULL OR environment = $2)`,
    values: [cluster ?? null, environment ?? null],
  });
  const nowhere = { id: 0, slug: "none", name: "Not deployed", environment: "", criticality: 10 };
  const includesNowhere = !environment && (!cluster || cluster === "none");
  return new Map([...rows, ...(includesNowhere ? [nowhere] : [])].map((row) => [row.id, row]));
}

/** FROM and WHERE that these statements share: `x` is the table, `k` the weight of its cluster. */
export function narrowed(
  scope: Scope,
  p: Parameters,
  table: string,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
) {
  const list = [...clusters.values()];
  const ids = p.add(
    list.map(({ id }) => id),
    "int[]",
  );
  const weights = p.add(
    list.map(({ criticality }) => criticality),
    "int[]",
  );
  const conditions = [...ownPosture(scope, p, "x")];
  if (filter.team === "none") conditions.push("x.team_id = 0");
  else if (filter.team) {
    const slug = p.add(filter.team, "text");
    conditions.push(`x.team_id = (SELECT id FROM team WHERE slug = ${slug} AND ${ownTeam(scope, p, "id")})`);
  }
  const join = `JOIN unnest(${ids}, ${weights}) k(id, weight) ON k.id = x.cluster_id`;
  return { from: `${table} x ${join}`, join, where: all(conditions) };
}

/**
 * FROM and WHERE of `x`, the roll-up of now, and the weight of its clusters: the totals where all teams are asked for
 * together, or all clusters, so that the posture of a large fleet reads few rows. Several rows may be of the same.
 * `columns`: which of `cluster_id` and `team_id` it has.
 */
export function sumRows(
  scope: Scope,
  p: Parameters,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
): { columns: string; from: string; where: string; weight: string } {
  if (scope.teams === "*" && !filter.team) {
    if (grain !== "team") {
      return {
        columns: "x.cluster_id",
        ...narrowed(scope, p, "posture_clusters", clusters, filter),
        weight: "k.weight",
      };
    }
    if (!filter.cluster && !filter.environment) {
      return { columns: "x.team_id", from: "posture_teams x", where: "true", weight: "x.weight" };
    }
  }
  const columns = "x.cluster_id, x.team_id";
  return { columns, ...narrowed(scope, p, "posture_sums", clusters, filter), weight: "k.weight" };
}

/** The roll-up of what the reader's teams run, now. (Of a past day: past.ts.) */
export async function cellsNow(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  at: Date,
): Promise<Cells> {
  const p = new Parameters();
  const { from, where, weight } = sumRows(scope, p, grain, clusters, filter);
  const [open, present, weighing] = [openStates, presentStates, weighingStates].map((list) =>
    p.add(list, "smallint[]"),
  );
  const counts = severities.list.map(
    (word) => `coalesce(sum("${word}") FILTER (WHERE x.state = ANY (${open})), 0)::int AS "${word}"`,
  );
  const weighs = `FILTER (WHERE x.state = ANY (${weighing}))`;
  const cells = await run<Cell>({
    text: `SELECT ${keys[grain]} AS key, x.area, x.unit, ${weight} AS weight, ${counts.join(", ")},
        sum(${severities.list.map((word) => `"${word}"`).join(" + ")})::int AS present,
        coalesce(sum(x.points::float8) ${weighs}, 0) AS points, coalesce(sum(x.points::float8) FILTER (WHERE x.state = 4), 0) AS accepted,
        coalesce(sum(x.exposed_kev) ${weighs}, 0)::int AS "exposedKev", sum(x.fixable)::int AS fixable
      FROM ${from} WHERE x.state = ANY (${present}) AND ${where} GROUP BY 1, 2, 3, 4`,
    values: p.values,
  });
  return { cells, units: await unitCells(run, scope, grain, clusters, filter, at) };
}

async function unitCells(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  at: Date,
): Promise<UnitCell[]> {
  const p = new Parameters();
  const { from, where } = narrowed(scope, p, "unit_count", clusters, filter);
  const oldest = p.add(new Date(at.getTime() - defaultFreshnessDays * 86_400_000), "timestamptz");
  return run<UnitCell>({
    text: `SELECT ${keys[grain]} AS key, x.area, x.unit, k.weight, sum(x.total)::int AS total, sum(x.assessed)::int AS assessed,
        coalesce(sum(x.assessed) FILTER (WHERE x.observed_at < ${oldest}), 0)::int AS stale, max(x.observed_at) AS "observedAt"
      FROM ${from} WHERE ${where} GROUP BY 1, 2, 3, 4`,
    values: p.values,
  });
}
