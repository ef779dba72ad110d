-- The roll-up: counts and sums that follow from the deltas of a merge, and the units that scores are averaged over.

-- Whoever changes findings by other means than merge_derive() names them in the temporary table `touched` (id, at,
-- report_id, actor_id), calls posture_add(-1), changes them, and calls posture_add(1). The second call compares, and
-- writes roll-up, flows and the journal of every axis but that of the assignee.
CREATE OR REPLACE FUNCTION posture_add(p_sign int) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE v_now timestamptz := clock_timestamp(); BEGIN
  IF p_sign < 0 THEN
    -- As takes_effect() and opened_at() have it, in one look at the journal.
    INSERT INTO was SELECT f.*, s.unit, s.kind, greatest(t.at, e.last, coalesce(e.made, f.first_seen_at)), t.report_id, t.actor_id,
        coalesce(e.reopened, f.first_seen_at)
      FROM (SELECT id, max(at) AS at, max(report_id) AS report_id, max(actor_id) AS actor_id FROM touched GROUP BY 1 ORDER BY 1) t
      CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = t.id OFFSET 0) f
      CROSS JOIN LATERAL (SELECT kind, unit FROM subject WHERE id = f.subject_id OFFSET 0) s
      CROSS JOIN LATERAL (
        SELECT max(observed_at) FILTER (WHERE axis NOT IN (8, 17)) AS last,
          max(observed_at) FILTER (WHERE axis IN (0, 1) AND after = 0) AS reopened,
          coalesce(min(observed_at) FILTER (WHERE axis = 17), to_timestamp((min(ARRAY[e.id, before]) FILTER (WHERE axis = 16))[2])) AS made
        FROM finding_event e WHERE e.finding_id = t.id OFFSET 0) e;
    RETURN;
  END IF;
  WITH pair AS MATERIALIZED (
    SELECT w AS o, f.n, (f.n).id IS NOT NULL AS there, w.eff,
      flow_in(w.state, (f.n).state, (w.cluster_id, w.team_id) <> ((f.n).cluster_id, (f.n).team_id),
        (w.area, w.severity) <> ((f.n).area, (f.n).severity)) AS f_in,
      flow_out(w.state, (f.n).state, (w.cluster_id, w.team_id) <> ((f.n).cluster_id, (f.n).team_id),
        (w.area, w.severity) <> ((f.n).area, (f.n).severity)) AS f_out
    FROM was w LEFT JOIN LATERAL (SELECT f AS n FROM finding f WHERE f.id = w.id OFFSET 0) f ON true),
  journal AS (
    INSERT INTO finding_event (finding_id, axis, before, after, observed_at, recorded_at, report_id, actor_id)
      SELECT e.id, e.axis, e.before, e.after, e.eff, v_now, e.by_report, e.by_actor FROM (
        SELECT (n).id, eff, (o).by_report, (o).by_actor, unnest(ARRAY[0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 12, 13, 14, 15, 16]) AS axis,
          unnest(ARRAY[(o).presence, (o).decision, (o).work, (o).severity, (o).points, (o).team_id, (o).place_id, (o).fix_state,
            seconds_of((o).due_at), (o).awaiting::int, (o).fix_team_id, (o).area, (o).flags, (o).places,
            seconds_of((o).first_seen_at)]::int[]) AS before,
          unnest(ARRAY[(n).presence, (n).decision, (n).work, (n).severity, (n).points, (n).team_id, (n).place_id, (n).fix_state,
            seconds_of((n).due_at), (n).awaiting::int, (n).fix_team_id, (n).area, (n).flags, (n).places,
            seconds_of((n).first_seen_at)]::int[]) AS after
        FROM pair WHERE there) e
      WHERE e.before IS DISTINCT FROM e.after)
  INSERT INTO pd
    SELECT (o).place_id, (o).team_id, (o).fix_team_id, (o).area, (o).kind, (o).severity, (o).state,
      CASE WHEN (o).subject_kind = 4 AND (o).place_id = 0 THEN 6 ELSE (o).unit END, (o).cluster_id, -1,
      CASE WHEN (o).presence = 0 THEN -(o).points::bigint * (o).places ELSE 0 END,
      CASE WHEN (o).presence = 0 AND (o).flags & 1 = 1 THEN -1 ELSE 0 END,
      CASE WHEN (o).presence = 0 AND (o).flags & 5 = 5 THEN -1 ELSE 0 END,
      CASE WHEN (o).presence = 0 AND (o).fix_state = 3 THEN -1 ELSE 0 END, day_of(eff), f_out,
      CASE WHEN f_out = 5 THEN greatest(0, seconds_of(eff) - seconds_of((o).opened_at)) ELSE 0 END,
      CASE WHEN f_out = 5 THEN due_kept(seconds_of(eff), seconds_of((o).due_at)) ELSE 0 END, (o).fix_state
    FROM pair
    UNION ALL
    SELECT (n).place_id, (n).team_id, (n).fix_team_id, (n).area, (n).kind, (n).severity, (n).state,
      CASE WHEN (o).subject_kind = 4 AND (n).place_id = 0 THEN 6 ELSE (o).unit END, (n).cluster_id, 1,
      CASE WHEN (n).presence = 0 THEN (n).points::bigint * (n).places ELSE 0 END,
      CASE WHEN (n).presence = 0 AND (n).flags & 1 = 1 THEN 1 ELSE 0 END,
      CASE WHEN (n).presence = 0 AND (n).flags & 5 = 5 THEN 1 ELSE 0 END,
      CASE WHEN (n).presence = 0 AND (n).fix_state = 3 THEN 1 ELSE 0 END, day_of(eff), f_in, 0, 0, (n).fix_state
    FROM pair WHERE there;
  DELETE FROM was;
END $$;

-- Last and in the order of the key: two merges that touch the same rows of the roll-up wait, and never for each other.
CREATE OR REPLACE FUNCTION posture_count_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pd) THEN RETURN; END IF;
  INSERT INTO posture_count AS r (place_id, team_id, fix_team_id, area, kind, severity, state, unit, fix_state, cluster_id, n, points,
      kev, exposed_kev, fixable)
    SELECT place_id, team_id, fix_team_id, area, kind, severity, state, unit, fix_state, min(cluster_id), sum(n), sum(points), sum(kev),
      sum(exposed_kev), sum(fixable)
    FROM pd GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    HAVING sum(n) <> 0 OR sum(points) <> 0 OR sum(kev) <> 0 OR sum(exposed_kev) <> 0 OR sum(fixable) <> 0
    ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
  ON CONFLICT (place_id, team_id, fix_team_id, area, kind, severity, state, unit, fix_state) DO UPDATE SET n = r.n + excluded.n,
    points = r.points + excluded.points, kev = r.kev + excluded.kev, exposed_kev = r.exposed_kev + excluded.exposed_kev,
    fixable = r.fixable + excluded.fixable;
END $$;

-- From the same deltas, after them and in the order of the key, so that merges wait for each other and never in a ring.
CREATE OR REPLACE FUNCTION posture_sum_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pd) THEN RETURN; END IF;
  INSERT INTO posture_delta (cluster_id, team_id, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable)
    SELECT cluster_id, team_id, state, area, kind, unit, fix_state, coalesce(sum(n) FILTER (WHERE severity = 0), 0),
      coalesce(sum(n) FILTER (WHERE severity = 1), 0), coalesce(sum(n) FILTER (WHERE severity = 2), 0),
      coalesce(sum(n) FILTER (WHERE severity = 3), 0), coalesce(sum(n) FILTER (WHERE severity = 4), 0),
        coalesce(sum(n) FILTER (WHERE severity = 5), 0),
      sum(points), sum(kev), sum(exposed_kev), sum(fixable)
    FROM pd GROUP BY 1, 2, 3, 4, 5, 6, 7;
  IF NOT EXISTS (SELECT 1 FROM pd WHERE fix_team_id <> team_id) THEN RETURN; END IF;
  INSERT INTO posture_fix_delta (fix_team_id, cluster_id, team_id, state, area, kind, fix_state, info, low, "unknown", medium, high, critical, fixable)
    SELECT fix_team_id, cluster_id, team_id, state, area, kind, fix_state, coalesce(sum(n) FILTER (WHERE severity = 0), 0),
      coalesce(sum(n) FILTER (WHERE severity = 1), 0), coalesce(sum(n) FILTER (WHERE severity = 2), 0),
      coalesce(sum(n) FILTER (WHERE severity = 3), 0), coalesce(sum(n) FILTER (WHERE severity = 4), 0),
        coalesce(sum(n) FILTER (WHERE severity = 5), 0),
      sum(fixable)
    FROM pd WHERE fix_team_id <> team_id GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;

-- Adds what waits to the sums, if that is as many rows or more. Two of these never run at once: the other will do.
CREATE OR REPLACE FUNCTION posture_fold(p_least int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT count(*) FROM (SELECT FROM posture_delta LIMIT p_least) d) + (SELECT count(*) FROM (SELECT FROM posture_fix_delta LIMIT p_least) d)
    < p_least OR NOT pg_try_advisory_xact_lock(72006, 1) THEN RETURN; END IF;
  WITH gone AS (DELETE FROM posture_delta RETURNING *),
  d AS MATERIALIZED (
    SELECT cluster_id, team_id, state, area, kind, unit, fix_state, sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown",
      sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical, sum(points) AS points, sum(kev) AS kev,
        sum(exposed_kev) AS exposed_kev, sum(fixable) AS fixable
    FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7),
  by_cluster AS (
    INSERT INTO posture_cluster AS r (cluster_id, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev,
      exposed_kev, fixable)
      SELECT cluster_id, state, area, kind, unit, fix_state, sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown", sum(medium) AS medium,
        sum(high) AS high, sum(critical) AS critical, sum(points) AS points, sum(kev) AS kev, sum(exposed_kev) AS exposed_kev,
          sum(fixable) AS fixable
      FROM d GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (cluster_id, state, area, kind, unit, fix_state) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
      "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
        critical = r.critical + excluded.critical, points = r.points + excluded.points, kev = r.kev + excluded.kev,
          exposed_kev = r.exposed_kev + excluded.exposed_kev, fixable = r.fixable + excluded.fixable),
  by_team AS (
    INSERT INTO posture_team AS r (team_id, weight, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev,
      exposed_kev, fixable)
      SELECT team_id, coalesce(c.criticality, 10), state, area, kind, unit, fix_state, sum(info) AS info, sum(low) AS low,
        sum("unknown") AS "unknown", sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical, sum(points) AS points,
          sum(kev) AS kev, sum(exposed_kev) AS exposed_kev, sum(fixable) AS fixable
      FROM d LEFT JOIN cluster c ON c.id = d.cluster_id GROUP BY 1, 2, 3, 4, 5, 6, 7
    ON CONFLICT (team_id, weight, state, area, kind, unit, fix_state) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
      "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
        critical = r.critical + excluded.critical, points = r.points + excluded.points, kev = r.kev + excluded.kev,
          exposed_kev = r.exposed_kev + excluded.exposed_kev, fixable = r.fixable + excluded.fixable),
  brief AS (
    INSERT INTO posture_brief AS r (role, team_id, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical)
      SELECT o.role, x.team_id, x.cluster_id, x.state, x.fix_state, x.info, x.low, x."unknown", x.medium, x.high, x.critical
        FROM (SELECT CASE WHEN grouping(team_id) = 0 THEN team_id ELSE -1 END AS team_id, cluster_id, state, fix_state,
            sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown", sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical
          FROM d GROUP BY GROUPING SETS ((team_id, cluster_id, state, fix_state), (cluster_id, state, fix_state))) x
        JOIN generate_series(0, 2) o(role) ON o.role = 0 OR x.team_id >= 0
    ON CONFLICT (role, team_id, cluster_id, state, fix_state) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
        "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
        critical = r.critical + excluded.critical),
  together AS (
    INSERT INTO posture_now AS r (cluster_id, team_id, area, unit, info, low, "unknown", medium, high, critical, present, accepted, fixable,
      exposed_kev, points, accepted_points)
      SELECT CASE WHEN grouping(cluster_id) = 0 THEN cluster_id ELSE -weight END, CASE WHEN grouping(team_id) = 0 THEN team_id ELSE -1 END,
        area, unit, coalesce(sum(info) FILTER (WHERE state < 4), 0), coalesce(sum(low) FILTER (WHERE state < 4), 0),
        coalesce(sum("unknown") FILTER (WHERE state < 4), 0), coalesce(sum(medium) FILTER (WHERE state < 4), 0),
        coalesce(sum(high) FILTER (WHERE state < 4), 0), coalesce(sum(critical) FILTER (WHERE state < 4), 0),
        sum(info + low + "unknown" + medium + high + critical),
        coalesce(sum(info + low + "unknown" + medium + high + critical) FILTER (WHERE state = 4), 0), sum(fixable),
        coalesce(sum(exposed_kev) FILTER (WHERE state NOT IN (5, 6)), 0), coalesce(sum(points) FILTER (WHERE state NOT IN (5, 6)), 0),
        coalesce(sum(points) FILTER (WHERE state = 4), 0)
      FROM (SELECT d.*, coalesce(c.criticality, 10)::int AS weight FROM d LEFT JOIN cluster c ON c.id = d.cluster_id WHERE d.state < 8) s
      GROUP BY GROUPING SETS ((cluster_id, team_id, area, unit), (cluster_id, area, unit), (weight, team_id, area, unit), (weight, area, unit))
    ON CONFLICT (team_id, cluster_id, area, unit) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
      "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
        critical = r.critical + excluded.critical, present = r.present + excluded.present, accepted = r.accepted + excluded.accepted,
          fixable = r.fixable + excluded.fixable, exposed_kev = r.exposed_kev + excluded.exposed_kev, points = r.points + excluded.points,
            accepted_points = r.accepted_points + excluded.accepted_points)
  INSERT INTO posture_sum AS r (cluster_id, team_id, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable) SELECT * FROM d
  ON CONFLICT (cluster_id, team_id, state, area, kind, unit, fix_state) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
    "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
      critical = r.critical + excluded.critical, points = r.points + excluded.points, kev = r.kev + excluded.kev,
        exposed_kev = r.exposed_kev + excluded.exposed_kev, fixable = r.fixable + excluded.fixable;
  WITH gone AS (DELETE FROM posture_fix_delta RETURNING *),
  brief AS (
    INSERT INTO posture_brief AS r (role, team_id, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical)
      SELECT o.role, CASE o.sign WHEN 1 THEN x.fix_team_id ELSE x.team_id END, x.cluster_id, x.state, x.fix_state,
          sum(o.sign * x.info), sum(o.sign * x.low), sum(o.sign * x."unknown"), sum(o.sign * x.medium),
          sum(o.sign * x.high), sum(o.sign * x.critical)
        FROM gone x CROSS JOIN (VALUES (0, 1), (2, 1), (2, -1)) o(role, sign) GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (role, team_id, cluster_id, state, fix_state) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
        "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
        critical = r.critical + excluded.critical)
  INSERT INTO posture_fix AS r (fix_team_id, cluster_id, team_id, state, area, kind, fix_state, info, low, "unknown", medium, high, critical, fixable)
    SELECT fix_team_id, cluster_id, team_id, state, area, kind, fix_state, sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown",
      sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical, sum(fixable) AS fixable
    FROM gone GROUP BY 1, 2, 3, 4, 5, 6, 7
  ON CONFLICT (fix_team_id, cluster_id, team_id, state, area, kind, fix_state) DO UPDATE SET info = r.info + excluded.info,
    low = r.low + excluded.low, "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium,
      high = r.high + excluded.high, critical = r.critical + excluded.critical, fixable = r.fixable + excluded.fixable;
END $$;

-- Makes the totals anew from the sums: of all that is there, or after a cluster got another weight.
CREATE OR REPLACE FUNCTION posture_total_up() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_advisory_xact_lock(72006, 1);
  DELETE FROM posture_cluster;
  INSERT INTO posture_cluster (cluster_id, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable)
    SELECT cluster_id, state, area, kind, unit, fix_state, sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown", sum(medium) AS medium,
      sum(high) AS high, sum(critical) AS critical, sum(points) AS points, sum(kev) AS kev, sum(exposed_kev) AS exposed_kev,
        sum(fixable) AS fixable
    FROM posture_sum GROUP BY 1, 2, 3, 4, 5, 6;
  DELETE FROM posture_team;
  INSERT INTO posture_team (team_id, weight, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable)
    SELECT team_id, coalesce(c.criticality, 10), state, area, kind, unit, fix_state, sum(info) AS info, sum(low) AS low,
      sum("unknown") AS "unknown", sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical, sum(points) AS points,
        sum(kev) AS kev, sum(exposed_kev) AS exposed_kev, sum(fixable) AS fixable
    FROM posture_sum s LEFT JOIN cluster c ON c.id = s.cluster_id GROUP BY 1, 2, 3, 4, 5, 6, 7;
  DELETE FROM posture_brief;
  INSERT INTO posture_brief AS r (role, team_id, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical)
    SELECT o.role, x.team_id, x.cluster_id, x.state, x.fix_state, x.info, x.low, x."unknown", x.medium, x.high, x.critical
      FROM (SELECT CASE WHEN grouping(team_id) = 0 THEN team_id ELSE -1 END AS team_id, cluster_id, state, fix_state,
            sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown", sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical
        FROM posture_sum GROUP BY GROUPING SETS ((team_id, cluster_id, state, fix_state), (cluster_id, state, fix_state))) x
      JOIN generate_series(0, 2) o(role) ON o.role = 0 OR x.team_id >= 0;
  INSERT INTO posture_brief AS r (role, team_id, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical)
    SELECT o.role, CASE o.sign WHEN 1 THEN x.fix_team_id ELSE x.team_id END, x.cluster_id, x.state, x.fix_state,
        sum(o.sign * x.info), sum(o.sign * x.low), sum(o.sign * x."unknown"), sum(o.sign * x.medium),
          sum(o.sign * x.high), sum(o.sign * x.critical)
      FROM posture_fix x CROSS JOIN (VALUES (0, 1), (2, 1), (2, -1)) o(role, sign) GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (role, team_id, cluster_id, state, fix_state) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
      "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
      critical = r.critical + excluded.critical;
  DELETE FROM posture_now;
  INSERT INTO posture_now (cluster_id, team_id, area, unit, info, low, "unknown", medium, high, critical, present, accepted, fixable,
    exposed_kev, points, accepted_points)
    SELECT CASE WHEN grouping(cluster_id) = 0 THEN cluster_id ELSE -weight END, CASE WHEN grouping(team_id) = 0 THEN team_id ELSE -1 END,
      area, unit, coalesce(sum(info) FILTER (WHERE state < 4), 0), coalesce(sum(low) FILTER (WHERE state < 4), 0),
      coalesce(sum("unknown") FILTER (WHERE state < 4), 0), coalesce(sum(medium) FILTER (WHERE state < 4), 0),
      coalesce(sum(high) FILTER (WHERE state < 4), 0), coalesce(sum(critical) FILTER (WHERE state < 4), 0),
      sum(info + low + "unknown" + medium + high + critical),
      coalesce(sum(info + low + "unknown" + medium + high + critical) FILTER (WHERE state = 4), 0), sum(fixable),
      coalesce(sum(exposed_kev) FILTER (WHERE state NOT IN (5, 6)), 0), coalesce(sum(points) FILTER (WHERE state NOT IN (5, 6)), 0),
      coalesce(sum(points) FILTER (WHERE state = 4), 0)
    FROM (SELECT s.*, coalesce(c.criticality, 10)::int AS weight FROM posture_sum s LEFT JOIN cluster c ON c.id = s.cluster_id WHERE s.state < 8) s
    GROUP BY GROUPING SETS ((cluster_id, team_id, area, unit), (cluster_id, area, unit), (weight, team_id, area, unit), (weight, area, unit));
END $$;

-- Which (area, unit) pairs make up an area, so that what was never looked at lowers coverage.
CREATE OR REPLACE FUNCTION expected_units() RETURNS TABLE (area smallint, unit smallint) LANGUAGE sql IMMUTABLE AS $$
  VALUES (0::smallint, 1::smallint), -- host: nodes
    (1, 0), -- network: workloads
    (2, 0), (2, 4), -- platform: workloads, control plane
    (3, 5), -- pipeline: repositories
    (4, 0), (4, 5), (4, 6), -- application: workloads, repositories, images that run nowhere that we know of
    (5, 0) -- runtime: workloads
$$;

-- Units of a cluster (0: of no cluster) by place, team and area: how many, and how many with evidence.
-- A workload is assessed for what its images are scanned for when all of them are. Evidence about the cluster as a
-- whole counts for its control plane, and a runtime sensor's for all of its workloads.
-- Objects that run nothing (roles, services, …) are parts of one unit: their namespace, or the control plane.
CREATE OR REPLACE FUNCTION units_refresh(p_cluster int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  CREATE TEMP TABLE units_now ON COMMIT DROP AS
  WITH unit AS MATERIALIZED ( -- one row per unit
    SELECT DISTINCT p.place_id, p.team_id, p.workload_id AS id,
      CASE WHEN s.kind = 4 AND p.place_id = 0 THEN 6 WHEN p.workload_id = p.asset_id THEN s.unit ELSE 0 END::smallint AS unit
    FROM placement p JOIN subject s ON s.id = p.subject_id WHERE p.cluster_id = p_cluster),
  seen AS MATERIALIZED ( -- evidence per asset and area
    SELECT s.target_id AS asset_id, a.area::smallint AS area, max(s.observed_at) AS at
    FROM scope s CROSS JOIN generate_series(0, 6) a(area)
    WHERE s.observed_at IS NOT NULL AND s.assesses >> a.area & 1 = 1
      AND s.target_id IN (SELECT asset_id FROM placement WHERE cluster_id = p_cluster)
    GROUP BY 1, 2),
  whole AS MATERIALIZED (
    SELECT e.area, max(e.at) AS at FROM seen e JOIN asset a ON a.id = e.asset_id WHERE a.kind = 0 GROUP BY 1),
  by_image AS MATERIALIZED ( -- workloads by their images: the worst of them decides
    SELECT p.workload_id AS id, p.place_id, p.team_id, a.area::smallint AS area, bool_and(e.at IS NOT NULL) AS whole, min(e.at) AS at
    FROM placement p CROSS JOIN generate_series(0, 6) a(area) LEFT JOIN seen e ON e.asset_id = p.asset_id AND e.area = a.area
    WHERE p.cluster_id = p_cluster AND p.asset_id <> p.workload_id GROUP BY 1, 2, 3, 4),
  evidence AS (
    SELECT u.place_id, u.team_id, u.unit, u.id, x.area, max(x.at) AS at FROM unit u CROSS JOIN LATERAL (
      SELECT e.area, e.at FROM seen e WHERE e.asset_id = u.id
      UNION ALL SELECT i.area, i.at FROM by_image i WHERE i.id = u.id AND i.place_id = u.place_id AND i.team_id = u.team_id AND i.whole
      UNION ALL SELECT w.area, w.at FROM whole w WHERE (w.area = 5 AND u.unit = 0) OR (w.area <> 5 AND u.unit = 4)) x
    GROUP BY 1, 2, 3, 4, 5),
  totals AS (
    SELECT place_id, team_id, unit, count(DISTINCT CASE WHEN unit IN (2, 4) THEN 0 ELSE id END)::int AS total FROM unit GROUP BY 1, 2, 3),
  rows AS (
    SELECT t.place_id, t.team_id, x.area, t.unit, t.total FROM totals t JOIN expected_units() x ON x.unit = t.unit
    UNION SELECT e.place_id, e.team_id, e.area, e.unit, t.total FROM evidence e JOIN totals t USING (place_id, team_id, unit)),
  counted AS (
    SELECT place_id, team_id, area, unit, count(DISTINCT CASE WHEN unit IN (2, 4) THEN 0 ELSE id END)::int AS assessed, max(at) AS at
    FROM evidence GROUP BY 1, 2, 3, 4),
  -- Findings without a unit of their kind at their place still weigh on one.
  weighing AS (
    SELECT place_id, team_id, area, unit FROM posture_count WHERE cluster_id = p_cluster AND state < 8 AND n > 0 GROUP BY 1, 2, 3, 4)
  SELECT coalesce(r.place_id, w.place_id) AS place_id, coalesce(r.team_id, w.team_id) AS team_id, coalesce(r.area, w.area) AS area,
    coalesce(r.unit, w.unit) AS unit, greatest(coalesce(r.total, 0), CASE WHEN w.unit IS NULL THEN 0 ELSE 1 END) AS total,
    greatest(coalesce(c.assessed, 0), CASE WHEN w.unit IS NULL THEN 0 ELSE 1 END) AS assessed,
    coalesce(c.at, CASE WHEN w.unit IS NULL THEN NULL ELSE (SELECT max(at) FROM seen) END) AS at
  FROM rows r LEFT JOIN counted c USING (place_id, team_id, area, unit)
  FULL JOIN weighing w ON w.place_id = r.place_id AND w.team_id = r.team_id AND w.area = r.area AND w.unit = r.unit;

  DELETE FROM unit_count u WHERE u.cluster_id = p_cluster AND NOT EXISTS (SELECT 1 FROM units_now n WHERE n.place_id = u.place_id
    AND n.team_id = u.team_id AND n.area = u.area AND n.unit = u.unit);
  INSERT INTO unit_count AS u (place_id, team_id, area, unit, cluster_id, total, assessed, observed_at)
    SELECT place_id, team_id, area, unit, p_cluster, total, assessed, at FROM units_now
  ON CONFLICT (place_id, team_id, area, unit) DO UPDATE SET total = excluded.total, assessed = excluded.assessed,
    observed_at = excluded.observed_at, cluster_id = excluded.cluster_id
  WHERE (u.total, u.assessed, u.observed_at) IS DISTINCT FROM (excluded.total, excluded.assessed, excluded.observed_at);
  DROP TABLE units_now;
END $$;

-- Keeps the units of a cluster as of the day of `p_at`, where they differ from what is known of the days before; never
-- before a day that is known, since what they were then cannot be told any more.
CREATE OR REPLACE FUNCTION units_day(p_cluster int, p_at timestamptz, p_version int) RETURNS void LANGUAGE plpgsql AS $$ DECLARE v_day date; BEGIN
  SELECT greatest(least(day_of(p_at), day_of(now())), max(day)) INTO v_day FROM (SELECT max(day) AS day FROM unit_day WHERE cluster_id = p_cluster
    UNION ALL SELECT max(day) FROM evidence_day WHERE cluster_id = p_cluster) d;
  CREATE TEMP TABLE units_then ON COMMIT DROP AS
    SELECT team_id, area, unit, sum(total)::int AS total, sum(assessed)::int AS assessed, max(at) AS at,
      coalesce(array_agg(seen ORDER BY seen) FILTER (WHERE seen IS NOT NULL AND assessed > 0), '{}') AS days,
      coalesce(array_agg(assessed ORDER BY seen) FILTER (WHERE seen IS NOT NULL AND assessed > 0), '{}') AS counts
    FROM (SELECT team_id, area, unit, day_of(observed_at) AS seen, sum(total)::int AS total, sum(assessed)::int AS assessed,
        max(observed_at) AS at FROM unit_count WHERE cluster_id = p_cluster GROUP BY 1, 2, 3, 4) c GROUP BY 1, 2, 3;
  INSERT INTO unit_day AS u (cluster_id, team_id, area, unit, day, total, assessed, version)
    SELECT p_cluster, team_id, area, unit, v_day, coalesce(n.total, 0), coalesce(n.assessed, 0), p_version
    FROM units_then n FULL JOIN (SELECT DISTINCT ON (team_id, area, unit) * FROM unit_day WHERE cluster_id = p_cluster
      ORDER BY team_id, area, unit, day DESC) l USING (team_id, area, unit)
    WHERE (coalesce(n.total, 0), coalesce(n.assessed, 0), p_version) <> (coalesce(l.total, 0), coalesce(l.assessed, 0), coalesce(l.version, p_version))
  ON CONFLICT (cluster_id, team_id, area, unit, day) DO UPDATE SET total = excluded.total, assessed = excluded.assessed,
    version = excluded.version;
  INSERT INTO evidence_day AS u (cluster_id, team_id, area, unit, day, observed_at, days, counts)
    SELECT p_cluster, team_id, area, unit, v_day, n.at, coalesce(n.days, '{}'), coalesce(n.counts, '{}')
    FROM units_then n FULL JOIN (SELECT DISTINCT ON (team_id, area, unit) * FROM evidence_day WHERE cluster_id = p_cluster
      ORDER BY team_id, area, unit, day DESC) l USING (team_id, area, unit)
    WHERE (n.at, coalesce(n.days, '{}'), coalesce(n.counts, '{}')) IS DISTINCT FROM (l.observed_at, coalesce(l.days, '{}'), coalesce(l.counts, '{}'))
  ON CONFLICT (cluster_id, team_id, area, unit, day) DO UPDATE SET observed_at = excluded.observed_at, days = excluded.days,
    counts = excluded.counts;
  DROP TABLE units_then;
END $$;
