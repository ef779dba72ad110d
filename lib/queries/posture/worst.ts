import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { ownPosture } from "../visible";

export interface WorstAsset {
  subject: number;
  place: number;
  cluster: number;
  team: number;
  /** Tenths, of the findings looked at. */
  points: number;
  findings: number;
  exposedKev: number;
  /** Open findings by severity code. */
  bySeverity: number[];
}

/** Worst findings looked at in each cluster: enough for the worst assets, whatever the size of the fleet. */
const LOOKED_AT = 400;

/**
 * The assets (at a place, of a team) that carry most points among the worst open findings of each cluster; their counts
 * are then taken over all of their findings.
 */
export async function worstAssets(
  run: Run,
  scope: Scope,
  clusters: readonly number[],
  team: number | null,
  limit: number,
): Promise<WorstAsset[]> {
  const p = new Parameters();
  const conditions = [...ownPosture(scope, p, "f"), ...(team === null ? [] : [`f.team_id = ${p.add(team, "int")}`])];
  const ids = p.add([...clusters], "int[]");
  const candidates = await run<{ subject: number; place: number; team: number }>({
    text: `SELECT x.subject_id AS subject, x.place_id AS place, x.team_id AS team FROM unnest(${ids}) c(id) CROSS JOIN LATERAL (
        SELECT f.subject_id, f.place_id, f.team_id, f.points * f.places AS weight FROM finding f
        WHERE f.cluster_id = c.id AND f.state < 4 AND ${all(conditions)}
        ORDER BY f.severity DESC, f.points DESC, f.id DESC LIMIT ${LOOKED_AT}) x
      GROUP BY 1, 2, 3 ORDER BY sum(x.weight) DESC, 1, 2, 3 LIMIT ${p.add(limit * 2, "int")}`,
    values: p.values,
  });
  if (candidates.length === 0) return [];
  const q = new Parameters();
  const own = all(ownPosture(scope, q, "f"));
  const columns = [candidates.map((c) => c.subject), candidates.map((c) => c.place), candidates.map((c) => c.team)].map(
    (list) => q.add(list, "int[]"),
  );
  const counted = [0, 1, 2, 3, 4, 5].map((code) => `count(*) FILTER (WHERE f.severity = ${code})::int`).join(", ");
  return run<WorstAsset>({
    text: `SELECT f.subject_id AS subject, f.place_id AS place, f.cluster_id AS cluster, f.team_id AS team,
        sum(f.points::bigint * f.places)::float8 AS points, count(*)::int AS findings,
        count(*) FILTER (WHERE f.flags & 5 = 5)::int AS "exposedKev", ARRAY[${counted}] AS "bySeverity"
      FROM unnest(${columns.join(", ")}) c(subject, place, team)
      JOIN finding f ON f.subject_id = c.subject AND f.place_id = c.place AND f.team_id = c.team
      WHERE f.state < 4 AND ${own} GROUP BY 1, 2, 3, 4 ORDER BY points DESC, 1, 2, 4 LIMIT ${q.add(limit, "int")}`,
    values: q.values,
  });
}
