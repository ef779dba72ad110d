import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { severities } from "@/lib/domain/vocabulary";
import { all, Parameters, prepared } from "../sql";
import { ownPosture } from "../visible";

/** A workload with what all of its images and its own configuration weigh. */
export interface WorkloadRisk {
  id: number;
  /** `Kind/name` */
  name: string;
  place: number;
  cluster: number;
  team: number;
  exposed: boolean;
  running: number;
  /** Tenths. */
  points: number;
  /** Open findings by severity code. */
  bySeverity: number[];
  images: string[];
}

/**
 * These workloads, what weighs most first; those that the reader's teams do not run are left out. Which findings are theirs
 * is compared after the look-up: by the team as well, the planner would read all that it has in the namespace.
 */
export async function workloadRisks(run: Run, scope: Scope, ids: readonly number[]): Promise<WorkloadRisk[]> {
  if (ids.length === 0) return [];
  const p = new Parameters();
  const mine = all([`w.workload_id = ANY (${p.add(ids, "int[]")})`, ...ownPosture(scope, p, "w")]);
  const counted = severities.list.map((_, code) => `count(*) FILTER (WHERE f.severity = ${code})::int`).join(", ");
  return run<WorkloadRisk>(
    prepared(
      `WITH parts AS MATERIALIZED (
        SELECT DISTINCT w.workload_id AS id, w.subject_id, w.place_id, w.team_id, w.cluster_id, w.exposed, w.running, w.asset_id
        FROM placement w WHERE ${mine}),
      risk AS (
        SELECT x.id, sum(f.points::float8) AS points, ARRAY[${counted}] AS by_severity
        FROM (SELECT DISTINCT id, subject_id, place_id, team_id FROM parts) x
        CROSS JOIN LATERAL (SELECT f.* FROM finding f WHERE f.subject_id = x.subject_id AND f.place_id = x.place_id OFFSET 0) f
        WHERE f.team_id = x.team_id AND f.state < 4 GROUP BY 1),
      whole AS (
        SELECT id, min(place_id) AS place, min(cluster_id) AS cluster, min(team_id) AS team, bool_or(exposed) AS exposed,
          CASE WHEN bool_or(running = 1) THEN 1 ELSE max(running) END AS running,
          coalesce((SELECT array_agg(DISTINCT a.name ORDER BY a.name) FROM parts i JOIN asset a ON a.id = i.asset_id
                    WHERE i.id = parts.id AND a.kind = 4), '{}') AS images
        FROM parts GROUP BY 1)
      SELECT whole.*, a.name, coalesce(risk.points, 0) AS points, coalesce(risk.by_severity, '{0,0,0,0,0,0}') AS "bySeverity"
      FROM whole JOIN asset a ON a.id = whole.id LEFT JOIN risk ON risk.id = whole.id ORDER BY points DESC, whole.id`,
      p,
    ),
  );
}
