import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { ownPosture } from "../visible";
import type { WorstAsset } from "./worst";

export interface WorkloadRisk {
  id: number;
  name: string;
  place: number;
  cluster: number;
  team: number;
  exposed: boolean;
  running: number;
  points: number;
  bySeverity: number[];
  images: string[];
}

/** The workloads behind the worst assets, with what all of their images and their own configuration weigh. */
export async function worstWorkloads(
  run: Run,
  scope: Scope,
  worst: readonly WorstAsset[],
  limit: number,
): Promise<WorkloadRisk[]> {
  if (worst.length === 0) return [];
  const p = new Parameters();
  const own = all(ownPosture(scope, p, "w"));
  const columns = [worst.map((w) => w.subject), worst.map((w) => w.place)].map((list) => p.add(list, "int[]"));
  const found = await run<{ id: number }>({
    text: `SELECT w.workload_id AS id FROM unnest(${columns.join(", ")}) WITH ORDINALITY c(subject, place, n)
      JOIN placement w ON w.subject_id = c.subject AND w.place_id = c.place JOIN asset a ON a.id = w.workload_id
      JOIN subject s ON s.id = a.subject_id WHERE a.kind = 3 AND s.unit = 0 AND ${own} GROUP BY 1 ORDER BY min(c.n), 1 LIMIT ${p.add(limit, "int")}`,
    values: p.values,
  });
  if (found.length === 0) return [];
  const q = new Parameters();
  const mine = all(ownPosture(scope, q, "w"));
  const ids = q.add(
    found.map((row) => row.id),
    "int[]",
  );
  const counted = [0, 1, 2, 3, 4, 5].map((code) => `count(*) FILTER (WHERE f.severity = ${code})::int`).join(", ");
  return run<WorkloadRisk>({
    text: `
      WITH parts AS MATERIALIZED (
        SELECT DISTINCT w.workload_id AS id, w.subject_id, w.place_id, w.team_id, w.cluster_id, w.exposed, w.running, w.asset_id
        FROM placement w WHERE w.workload_id = ANY (${ids}) AND ${mine}),
      risk AS (
        SELECT x.id, sum(f.points)::float8 AS points, ARRAY[${counted}] AS by_severity
        FROM (SELECT DISTINCT id, subject_id, place_id, team_id FROM parts) x
        JOIN finding f ON f.subject_id = x.subject_id AND f.place_id = x.place_id AND f.team_id = x.team_id
        WHERE f.state < 4 GROUP BY 1),
      whole AS (
        SELECT id, min(place_id) AS place, min(cluster_id) AS cluster, min(team_id) AS team, bool_or(exposed) AS exposed,
          CASE WHEN bool_or(running = 1) THEN 1 ELSE max(running) END AS running,
          coalesce((SELECT array_agg(DISTINCT a.name ORDER BY a.name) FROM parts i JOIN asset a ON a.id = i.asset_id WHERE i.id = parts.id AND a.kind = 4), '{}') AS images
        FROM parts GROUP BY 1)
      SELECT whole.*, a.name, coalesce(risk.points, 0) AS points, coalesce(risk.by_severity, ARRAY[0, 0, 0, 0, 0, 0]) AS "bySeverity"
      FROM whole JOIN asset a ON a.id = whole.id LEFT JOIN risk ON risk.id = whole.id ORDER BY points DESC, whole.id`,
    values: q.values,
  });
}
