import type { PoolClient } from "pg";

/**
 * What a fix changes of the units that scores are averaged over (`fx_ud`: how many less there are and were assessed), by the
 * rules of units_refresh() for the places that it touches: a new version may have been looked at for other areas than
 * the old one, leaves the place where it waited, and the last finding of a place without evidence takes its unit along.
 */
export async function workOutUnits(client: PoolClient): Promise<void> {
  for (const text of [groups, spots, placements, counted]) await client.query(text);
}

/** Groups in which a move changes anything, and those that another fix leaves nothing in. */
const groups = `
  CREATE TEMP TABLE fx_g ON COMMIT DROP AS
  WITH changed AS (
    SELECT m.fix_id, d.n, d.subject_id, d.place_id, d.team_id, d.fix_team_id, d.cluster_id, d.area, d.unit, d.here AS change
    FROM fx_d d JOIN fx_move m USING (n)
    UNION ALL
    SELECT fix_id, NULL, min(subject_id), place_id, team_id, min(fix_team_id), min(cluster_id), area, unit, -count(*)
    FROM fx_f WHERE fix_id IS NOT NULL AND move_n IS NULL GROUP BY fix_id, place_id, team_id, area, unit)
  SELECT c.*, c.n IS NOT NULL OR h.n + c.change <= 0 AS matters, h.n AS before
  FROM changed c CROSS JOIN LATERAL (
    SELECT coalesce(sum(p.n), 0) AS n FROM posture_count p WHERE p.place_id = c.place_id AND p.team_id = c.team_id AND p.area = c.area
      AND p.unit = c.unit AND p.state < 8) h`;

const spots = `
  CREATE TEMP TABLE fx_us ON COMMIT DROP AS
    SELECT DISTINCT ON (fix_id, place_id, team_id) * FROM (
      SELECT fix_id, n, subject_id, place_id, team_id, fix_team_id, cluster_id FROM fx_g WHERE matters
      UNION ALL SELECT m.fix_id, s.n, s.subject_id, s.place_id, s.team_id, s.fix_team_id, s.cluster_id FROM fx_spot s JOIN fx_move m USING (n)) s
    ORDER BY fix_id, place_id, team_id, subject_id`;

const placements = `
  CREATE TEMP TABLE fx_up ON COMMIT DROP AS
    SELECT DISTINCT s.fix_id, x.after, p.place_id, p.team_id, p.cluster_id, p.subject_id, p.workload_id,
      CASE WHEN x.after AND p.subject_id = m.subject_id AND p.workload_id <> p.asset_id AND p.asset_id = ANY (m.from_ids) THEN m.to_id
        ELSE p.asset_id END AS asset_id
    FROM fx_us s CROSS JOIN (VALUES (false), (true)) x(after) LEFT JOIN fx_m m ON m.n = s.n
    JOIN placement p ON p.place_id = s.place_id AND p.team_id = s.team_id
    WHERE NOT (x.after AND m.n IS NOT NULL AND p.asset_id = m.to_id AND p.source & 3 = 0
      AND EXISTS (SELECT 1 FROM fx_spot l WHERE l.n = s.n AND l.leaves AND l.place_id = p.place_id AND l.team_id = p.team_id))`;

const oneOf = "count(DISTINCT CASE WHEN unit IN (2, 4) THEN 0 ELSE id END)::int";

const counted = `
  CREATE TEMP TABLE fx_ud ON COMMIT DROP AS
  WITH unit AS MATERIALIZED (
    SELECT DISTINCT u.fix_id, u.after, u.place_id, u.team_id, u.cluster_id, u.workload_id AS id,
      (CASE WHEN s.kind = 4 AND u.place_id = 0 THEN 6 WHEN u.workload_id = u.asset_id THEN s.unit ELSE 0 END)::smallint AS unit
    FROM fx_up u JOIN subject s ON s.id = u.subject_id),
  thing AS (SELECT asset_id AS id FROM fx_up UNION SELECT workload_id FROM fx_up),
  seen AS MATERIALIZED (
    SELECT DISTINCT t.id, a.area::smallint AS area FROM thing t JOIN scope s ON s.target_id = t.id CROSS JOIN generate_series(0, 6) a(area)
    WHERE s.observed_at IS NOT NULL AND s.assesses >> a.area & 1 = 1),
  whole AS MATERIALIZED (
    SELECT DISTINCT c.cluster_id, a.area::smallint AS area FROM (SELECT DISTINCT cluster_id FROM fx_up) c JOIN placement p ON p.cluster_id = c.cluster_id
    JOIN asset t ON t.id = p.asset_id AND t.kind = 0 JOIN scope s ON s.target_id = t.id CROSS JOIN generate_series(0, 6) a(area)
    WHERE s.observed_at IS NOT NULL AND s.assesses >> a.area & 1 = 1),
  by_image AS (
    SELECT u.fix_id, u.after, u.place_id, u.team_id, u.workload_id AS id, a.area::smallint AS area
    FROM fx_up u CROSS JOIN generate_series(0, 6) a(area) LEFT JOIN seen e ON e.id = u.asset_id AND e.area = a.area
    WHERE u.asset_id <> u.workload_id GROUP BY 1, 2, 3, 4, 5, 6 HAVING bool_and(e.id IS NOT NULL)),
  evidence AS (
    SELECT u.fix_id, u.after, u.place_id, u.team_id, u.unit, u.id, e.area FROM unit u JOIN seen e ON e.id = u.id
    UNION SELECT u.fix_id, u.after, u.place_id, u.team_id, u.unit, u.id, i.area FROM unit u JOIN by_image i
      ON i.fix_id = u.fix_id AND i.after = u.after AND i.id = u.id AND i.place_id = u.place_id AND i.team_id = u.team_id
    UNION SELECT u.fix_id, u.after, u.place_id, u.team_id, u.unit, u.id, w.area FROM unit u JOIN whole w ON w.cluster_id = u.cluster_id
      AND ((w.area = 5 AND u.unit = 0) OR (w.area <> 5 AND u.unit = 4))),
  totals AS (SELECT fix_id, after, place_id, team_id, unit, ${oneOf} AS total FROM unit GROUP BY 1, 2, 3, 4, 5),
  counts AS (SELECT fix_id, after, place_id, team_id, area, unit, ${oneOf} AS assessed FROM evidence GROUP BY 1, 2, 3, 4, 5, 6),
  known AS (
    SELECT t.fix_id, t.after, t.place_id, t.team_id, x.area, t.unit FROM totals t JOIN expected_units() x ON x.unit = t.unit
    UNION SELECT fix_id, after, place_id, team_id, area, unit FROM counts
    UNION SELECT g.fix_id, x.after, g.place_id, g.team_id, g.area, g.unit FROM fx_g g CROSS JOIN (VALUES (false), (true)) x(after) WHERE g.matters),
  raw AS (
    SELECT k.*, CASE WHEN c.assessed IS NOT NULL OR x_unit IS NOT NULL THEN coalesce(t.total, 0) ELSE 0 END AS total, coalesce(c.assessed, 0) AS assessed,
      CASE WHEN k.after THEN coalesce(g.before + g.change, h.n) ELSE coalesce(g.before, h.n) END > 0 AS weighs
    FROM known k LEFT JOIN totals t USING (fix_id, after, place_id, team_id, unit)
    LEFT JOIN counts c USING (fix_id, after, place_id, team_id, area, unit) LEFT JOIN (SELECT area AS x_area, unit AS x_unit FROM expected_units()) x ON x_unit = k.unit AND x_area = k.area
    LEFT JOIN fx_g g USING (fix_id, place_id, team_id, area, unit)
    CROSS JOIN LATERAL (SELECT coalesce(sum(p.n), 0) AS n FROM posture_count p WHERE p.place_id = k.place_id AND p.team_id = k.team_id
      AND p.area = k.area AND p.unit = k.unit AND p.state < 8) h),
  floored AS (
    SELECT fix_id, after, place_id, team_id, area, unit, CASE WHEN weighs THEN greatest(total, 1) ELSE total END AS total,
      CASE WHEN weighs THEN greatest(assessed, 1) ELSE assessed END AS assessed FROM raw)
  SELECT f.fix_id, s.subject_id, s.cluster_id, f.team_id, s.fix_team_id, f.area, f.unit,
    sum(CASE WHEN f.after THEN -f.total ELSE f.total END)::int AS total, sum(CASE WHEN f.after THEN -f.assessed ELSE f.assessed END)::int AS assessed
  FROM floored f JOIN fx_us s USING (fix_id, place_id, team_id)
  GROUP BY 1, 2, 3, 4, 5, 6, 7
  HAVING sum(CASE WHEN f.after THEN -f.total ELSE f.total END) <> 0 OR sum(CASE WHEN f.after THEN -f.assessed ELSE f.assessed END) <> 0`;
