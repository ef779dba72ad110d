import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { severities } from "@/lib/domain/vocabulary";
import { openStates, presentStates } from "../finding/states";
import { lookUp, type Named } from "../names";

export interface UnownedPlace {
  cluster: Named | null;
  namespace: string | null;
  assets: number;
  examples: { kind: number; name: string }[];
  findings: number;
  /** Tenths. */
  points: number;
  /** Open findings by severity code. */
  bySeverity: number[];
}

export interface UnownedQueue {
  rows: UnownedPlace[];
  places: number;
  findings: number;
}

interface Row {
  place: number;
  cluster: number;
  findings: number;
  points: number;
  assets: number;
  examples: { kind: number; name: string }[] | null;
  bySeverity: number[];
  places: number;
  all_findings: number;
}

const most = 100;

const counted = severities.list
  .map((_, code) => `coalesce(sum(n) FILTER (WHERE severity = ${code} AND state = ANY ($2::smallint[])), 0)::int`)
  .join(", ");

/**
 * Places with something that no ownership rule gives to a team, by what weighs there: an ownership rule on the place
 * gives it one. Only readers of everything see it, since what is nobody's is no team's.
 */
export async function unownedQueue(scope: Scope): Promise<UnownedQueue> {
  if (scope.teams !== "*") return { rows: [], places: 0, findings: 0 };
  return reading(scope, async (run) => {
    const rows = await run<Row>({
      name: "unowned",
      text: `WITH assets AS MATERIALIZED (
          SELECT place_id, cluster_id, count(DISTINCT workload_id)::int AS assets, (array_agg(DISTINCT workload_id))[1:3] AS ids
          FROM placement WHERE team_id = 0 GROUP BY 1, 2),
        weighs AS MATERIALIZED (
          SELECT place_id, sum(n)::int AS findings, sum(points)::float8 AS points, ARRAY[${counted}] AS by_severity
          FROM posture_count WHERE team_id = 0 AND state = ANY ($1::smallint[]) GROUP BY 1)
        SELECT a.place_id AS place, a.cluster_id AS cluster, coalesce(w.findings, 0) AS findings, coalesce(w.points, 0) AS points,
          coalesce(w.by_severity, '{0,0,0,0,0,0}') AS "bySeverity", a.assets, count(*) OVER ()::int AS places,
          coalesce(sum(w.findings) OVER (), 0)::int AS all_findings,
          (SELECT json_agg(json_build_object('kind', x.kind, 'name', x.name) ORDER BY x.name) FROM asset x WHERE x.id = ANY (a.ids)) AS examples
        FROM assets a LEFT JOIN weighs w ON w.place_id = a.place_id ORDER BY 4 DESC, 3 DESC, 1 LIMIT ${most}`,
      values: [presentStates, openStates],
    });
    const names = await lookUp(run, scope, {
      clusters: rows.map((row) => row.cluster),
      places: rows.map((row) => row.place),
    });
    return {
      rows: rows.map(({ place, cluster, places: _p, all_findings: _f, examples, ...row }) => ({
        ...row,
        examples: examples ?? [],
        cluster: names.clusters.get(cluster) ?? null,
        namespace: names.places.get(place)?.namespace || null,
      })),
      places: rows[0]?.places ?? 0,
      findings: rows[0]?.all_findings ?? 0,
    };
  });
}
