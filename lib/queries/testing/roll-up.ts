import { dayTables } from "./fleet/history";

/**
 * The roll-ups as they should be, worked out from findings and placements. The merge keeps them by deltas; tests and
 * generated fleets make them in one go, and compare with these.
 */
export const postureFromFindings = `
  SELECT f.place_id, f.team_id, f.fix_team_id, f.area, f.kind, f.severity, f.state,
    CASE WHEN s.kind = 4 AND f.place_id = 0 THEN 6 ELSE s.unit END AS unit, f.fix_state, f.cluster_id, count(*) AS n,
    sum(CASE WHEN presence = 0 THEN points::bigint * places ELSE 0 END) AS points,
    count(*) FILTER (WHERE presence = 0 AND flags & 1 = 1) AS kev,
    count(*) FILTER (WHERE presence = 0 AND flags & 5 = 5) AS exposed_kev,
    count(*) FILTER (WHERE presence = 0 AND fix_state = 3) AS fixable
  FROM finding f JOIN subject s ON s.id = f.subject_id GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;

const severityColumns = 'info, low, "unknown", medium, high, critical';
const bySeverity = ["info", "low", "unknown", "medium", "high", "critical"]
  .map((word, code) => `coalesce(sum(n) FILTER (WHERE severity = ${code}), 0) AS "${word}"`)
  .join(", ");

/** `posture_sums` as they should be, from the roll-up by place. */
export const sumsFromPosture = `
  SELECT cluster_id, team_id, state, area, kind, unit, fix_state, ${bySeverity}, sum(points) AS points, sum(kev) AS kev,
    sum(exposed_kev) AS exposed_kev, sum(fixable) AS fixable
  FROM posture_count GROUP BY 1, 2, 3, 4, 5, 6, 7`;

/** `posture_fixes` as they should be. */
export const fixesFromPosture = `
  SELECT fix_team_id, cluster_id, team_id, state, area, kind, fix_state, ${bySeverity}, sum(fixable) AS fixable
  FROM posture_count WHERE fix_team_id <> team_id GROUP BY 1, 2, 3, 4, 5, 6, 7`;

/** Every area that a tool assessed on a thing, per place and team. A thing is a workload, node, cluster or namespace. */
const units = `
  INSERT INTO unit_count (place_id, team_id, area, unit, cluster_id, total, assessed, observed_at)
  SELECT p.place_id, p.team_id, a.area, s.unit, p.cluster_id, count(DISTINCT p.workload_id),
    count(DISTINCT p.workload_id) FILTER (WHERE e.assesses >> a.area & 1 = 1), max(e.observed_at) FILTER (WHERE e.assesses >> a.area & 1 = 1)
  FROM placement p JOIN subject s ON s.id = p.subject_id JOIN scope e ON e.target_id = p.asset_id
  CROSS JOIN generate_series(0, 6) a(area)
  WHERE p.place_id > 0 AND CASE s.unit WHEN 0 THEN a.area IN (1, 2, 4) WHEN 1 THEN a.area = 0 ELSE a.area = 2 END
  GROUP BY 1, 2, 3, 4, 5`;

/** Roll-ups of now, the day tables from findings and journal, and the units as they were found a week ago and are today. */
export const rollUp = `
  DELETE FROM posture_count; DELETE FROM posture_sum; DELETE FROM posture_fix; DELETE FROM unit_count; DELETE FROM unit_day; DELETE FROM evidence_day;
  INSERT INTO posture_count (place_id, team_id, fix_team_id, area, kind, severity, state, unit, fix_state, cluster_id, n, points, kev, exposed_kev, fixable)
  ${postureFromFindings};
  INSERT INTO posture_sum (cluster_id, team_id, state, area, kind, unit, fix_state, ${severityColumns}, points, kev, exposed_kev, fixable)
  ${sumsFromPosture};
  INSERT INTO posture_fix (fix_team_id, cluster_id, team_id, state, area, kind, fix_state, ${severityColumns}, fixable)
  ${fixesFromPosture};
  DELETE FROM posture_delta; DELETE FROM posture_fix_delta;
  SELECT posture_total_up();
  ${units};
  UPDATE unit_count SET observed_at = observed_at - interval '90 days';
  SELECT units_day(id, now() - interval '90 days', 1) FROM (SELECT 0 AS id UNION ALL SELECT id FROM cluster) c;
  UPDATE unit_count SET observed_at = observed_at + interval '90 days';
  SELECT units_day(id, now(), 1) FROM (SELECT 0 AS id UNION ALL SELECT id FROM cluster) c;
  ${dayTables};
  SELECT history_totals();
  SELECT history_blocks();
  SELECT sources_count(NULL)`;
