-- The day tables, from the same deltas; and from the journal, which must come to the same.

-- Ways into what needs action (states below 4) and out of it; `o_…` before, `n_…` after, a state of NULL: not there.
-- In: 1 opened, 2 reopened, 3 moved in, 4 rated anew. Out: 5 fixed, 6 risk accepted, 7 dismissed, 8 closed otherwise
-- (gone, withdrawn, quiet), 9 moved out or merged, 10 rated anew.
CREATE OR REPLACE FUNCTION flow_in(o_state int, n_state int, moved boolean, rerated boolean) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE WHEN coalesce(n_state, 9) >= 4 THEN 0 WHEN o_state IS NULL THEN 1 WHEN o_state >= 4 THEN 2 WHEN moved THEN 3
    WHEN rerated THEN 4 ELSE 0 END)::smallint $$;

-- How a finding left what needs action: a position in `flowsOut`; 0 where it did not.
CREATE OR REPLACE FUNCTION flow_out(o_state int, n_state int, moved boolean, rerated boolean) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE WHEN coalesce(o_state, 9) >= 4 THEN 0 WHEN n_state IS NULL THEN 9 WHEN n_state IN (8, 9) THEN 5 WHEN n_state > 9 THEN 8
    WHEN n_state = 4 THEN 6 WHEN n_state > 4 THEN 7 WHEN moved THEN 9 WHEN rerated THEN 10 ELSE 0 END)::smallint $$;

-- Values by axis (at axis + 1): what `b` says, else what `a` says.
CREATE OR REPLACE FUNCTION axes_over(a int[], b int[]) RETURNS int[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT array_agg(coalesce(y, x) ORDER BY i) FROM unnest(a, b) WITH ORDINALITY u(x, y, i) $$;

-- The day tables from the same deltas, after the roll-up and in the order of their keys. A flow into what needs action is
-- counted on the row that comes, one out of it on the row that goes.
CREATE OR REPLACE FUNCTION history_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pd) THEN RETURN; END IF;
  INSERT INTO posture_day AS r (day, cluster_id, team_id, area, unit, info, low, "unknown", medium, high, critical, present,
      accepted, fixable, exposed_kev, points, accepted_points)
    SELECT * FROM (
      SELECT day, cluster_id, team_id, area, unit, coalesce(sum(n) FILTER (WHERE severity = 0 AND state < 4), 0) AS info,
        coalesce(sum(n) FILTER (WHERE severity = 1 AND state < 4), 0) AS low, coalesce(sum(n) FILTER (WHERE severity = 2 AND state < 4), 0) AS unknown,
        coalesce(sum(n) FILTER (WHERE severity = 3 AND state < 4), 0) AS medium, coalesce(sum(n) FILTER (WHERE severity = 4 AND state < 4), 0) AS high,
        coalesce(sum(n) FILTER (WHERE severity = 5 AND state < 4), 0) AS critical, coalesce(sum(n) FILTER (WHERE state < 8), 0) AS present,
        coalesce(sum(n) FILTER (WHERE state = 4), 0) AS accepted, coalesce(sum(fixable), 0) AS fixable,
        coalesce(sum(exposed_kev) FILTER (WHERE state NOT IN (5, 6)), 0) AS exposed_kev,
        coalesce(sum(points) FILTER (WHERE state NOT IN (5, 6)), 0) AS points, coalesce(sum(points) FILTER (WHERE state = 4), 0) AS accepted_points
      FROM pd GROUP BY 1, 2, 3, 4, 5) s
    WHERE (info, low, unknown, medium, high, critical, present, accepted, fixable, exposed_kev, points, accepted_points)
      <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (day, cluster_id, team_id, area, unit) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
    "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
    critical = r.critical + excluded.critical, present = r.present + excluded.present, accepted = r.accepted + excluded.accepted,
    fixable = r.fixable + excluded.fixable, exposed_kev = r.exposed_kev + excluded.exposed_kev, points = r.points + excluded.points,
    accepted_points = r.accepted_points + excluded.accepted_points;
  INSERT INTO flow_day AS r (day, cluster_id, team_id, area, severity, opened, reopened, moved_in, fixed, accepted, dismissed, closed,
      moved_out, rerated, in_time, late, seconds)
    SELECT day, cluster_id, team_id, area, severity, coalesce(sum(n) FILTER (WHERE flow = 1), 0), coalesce(sum(n) FILTER (WHERE flow = 2), 0),
      coalesce(sum(n) FILTER (WHERE flow = 3), 0), coalesce(-sum(n) FILTER (WHERE flow = 5), 0), coalesce(-sum(n) FILTER (WHERE flow = 6), 0),
      coalesce(-sum(n) FILTER (WHERE flow = 7), 0), coalesce(-sum(n) FILTER (WHERE flow = 8), 0), coalesce(-sum(n) FILTER (WHERE flow = 9), 0),
      coalesce(sum(n) FILTER (WHERE flow IN (4, 10)), 0), coalesce(-sum(n) FILTER (WHERE due = 1), 0),
      coalesce(-sum(n) FILTER (WHERE due = 2), 0), coalesce(sum(seconds), 0)
    FROM pd WHERE flow > 0 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (day, cluster_id, team_id, area, severity) DO UPDATE SET opened = r.opened + excluded.opened,
    reopened = r.reopened + excluded.reopened, moved_in = r.moved_in + excluded.moved_in, fixed = r.fixed + excluded.fixed,
    accepted = r.accepted + excluded.accepted, dismissed = r.dismissed + excluded.dismissed, closed = r.closed + excluded.closed,
    moved_out = r.moved_out + excluded.moved_out, rerated = r.rerated + excluded.rerated, in_time = r.in_time + excluded.in_time,
    late = r.late + excluded.late, seconds = r.seconds + excluded.seconds;
  INSERT INTO day_touched (day) SELECT DISTINCT day FROM pd;
END $$;

-- What findings (NULL: all) ever added to the roll-up and took from it, worked out from what they are and their journal
-- alone, in the form of `pd`; `p_made`: their creation only. The value of an axis before its first row is that row's
-- `before`; one that has no row never changed.
DROP FUNCTION IF EXISTS history_rows(bigint[], boolean);
CREATE OR REPLACE FUNCTION history_rows(p_ids bigint[], p_made boolean) RETURNS TABLE (place_id int, team_id int, fix_team_id int, area smallint,
  kind smallint, severity smallint, state smallint, unit smallint, cluster_id int, n bigint, points bigint, kev bigint,
  exposed_kev bigint, fixable bigint, day date, flow smallint, seconds bigint, due smallint, fix_state smallint)
LANGUAGE sql STABLE AS $$
  WITH every AS (
    SELECT f.id, f.subject_id, f.kind, NULL::timestamptz AS ended, f.first_seen_at, ARRAY[presence, decision, work, severity, points, team_id, place_id,
      fix_state, NULL, coalesce(seconds_of(due_at), 0), awaiting::int, NULL, fix_team_id, area, flags, places, seconds_of(first_seen_at)]::int[] AS v
    FROM finding f WHERE p_ids IS NULL OR f.id = ANY (p_ids)
    UNION ALL
    SELECT f.id, f.subject_id, f.kind, f.at, f.first_seen_at, ARRAY[presence, decision, work, severity, points, team_id, place_id,
      fix_state, NULL, coalesce(seconds_of(due_at), 0), awaiting::int, NULL, fix_team_id, area, flags, places, seconds_of(first_seen_at)]::int[]
    FROM finding_past f WHERE p_ids IS NULL OR f.id = ANY (p_ids)),
  step AS MATERIALIZED (
    SELECT e.finding_id AS id, min(e.id) AS n, max(e.observed_at) AS eff, bool_or(axis IN (0, 1) AND after = 0) AS reopens,
      ARRAY[max(before) FILTER (WHERE axis = 0), max(before) FILTER (WHERE axis = 1), max(before) FILTER (WHERE axis = 2),
        max(before) FILTER (WHERE axis = 3), max(before) FILTER (WHERE axis = 4), max(before) FILTER (WHERE axis = 5),
        max(before) FILTER (WHERE axis = 6), max(before) FILTER (WHERE axis = 7), NULL,
        max(coalesce(before, 0)) FILTER (WHERE axis = 9), max(before) FILTER (WHERE axis = 10), NULL,
        max(before) FILTER (WHERE axis = 12), max(before) FILTER (WHERE axis = 13), max(before) FILTER (WHERE axis = 14),
        max(before) FILTER (WHERE axis = 15), max(before) FILTER (WHERE axis = 16)] AS b,
      ARRAY[max(after) FILTER (WHERE axis = 0), max(after) FILTER (WHERE axis = 1), max(after) FILTER (WHERE axis = 2),
        max(after) FILTER (WHERE axis = 3), max(after) FILTER (WHERE axis = 4), max(after) FILTER (WHERE axis = 5),
        max(after) FILTER (WHERE axis = 6), max(after) FILTER (WHERE axis = 7), NULL,
        max(coalesce(after, 0)) FILTER (WHERE axis = 9), max(after) FILTER (WHERE axis = 10), NULL,
        max(after) FILTER (WHERE axis = 12), max(after) FILTER (WHERE axis = 13), max(after) FILTER (WHERE axis = 14),
        max(after) FILTER (WHERE axis = 15), max(after) FILTER (WHERE axis = 16)] AS a
    FROM finding_event e WHERE (p_ids IS NULL OR e.finding_id = ANY (p_ids)) AND axis NOT IN (8, 11, 17) GROUP BY e.finding_id, e.recorded_at),
  born AS (SELECT finding_id AS id, min(observed_at) AS at FROM finding_event
    WHERE axis = 17 AND (p_ids IS NULL OR finding_id = ANY (p_ids)) GROUP BY 1),
  start AS MATERIALIZED (
    SELECT e.id, e.ended, CASE WHEN s.b IS NULL THEN e.v ELSE axes_over(e.v, s.b) END AS v, e.v AS v_end, e.kind, u.kind AS subject_kind, u.unit,
      coalesce(b.at, CASE WHEN s.b[17] IS NULL THEN e.first_seen_at ELSE to_timestamp(s.b[17]) END) AS made
    FROM every e LEFT JOIN (SELECT id, axes_last(b ORDER BY n DESC) AS b FROM step GROUP BY 1) s ON s.id = e.id
    LEFT JOIN born b ON b.id = e.id JOIN subject u ON u.id = e.subject_id),
  told AS (
    SELECT s.id, s.n, s.eff, axes_over(t.v, axes_last(s.a) OVER w) AS v,
      max(s.eff) FILTER (WHERE s.reopens) OVER (PARTITION BY s.id ORDER BY s.n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reopened
    FROM step s JOIN start t ON t.id = s.id WHERE NOT p_made WINDOW w AS (PARTITION BY s.id ORDER BY s.n)),
  change AS (
    SELECT id, NULL::int[] AS o, v AS n, made AS eff, NULL::timestamptz AS reopened FROM start
    UNION ALL
    SELECT t.id, lag(t.v, 1, s.v) OVER (PARTITION BY t.id ORDER BY t.n), t.v, t.eff, t.reopened FROM told t JOIN start s ON s.id = t.id
    UNION ALL
    SELECT id, v_end, NULL, ended, NULL FROM start WHERE ended IS NOT NULL AND NOT p_made),
  stated AS (
    SELECT c.*, state_of(o[1]::smallint, o[11] = 1, o[2]::smallint, o[3]::smallint) AS o_state,
      state_of(n[1]::smallint, n[11] = 1, n[2]::smallint, n[3]::smallint) AS n_state, po.cluster_id AS o_cluster, pn.cluster_id AS n_cluster
    FROM change c LEFT JOIN place po ON po.id = c.o[7] LEFT JOIN place pn ON pn.id = c.n[7]),
  flowing AS (
    SELECT s.*, (o_cluster, o[6]) <> (n_cluster, n[6]) AS moved, (o[14], o[4]) <> (n[14], n[4]) AS rerated FROM stated s),
  side AS (
    SELECT id, o AS v, o_state AS state, o_cluster AS cluster_id, -1 AS sign, eff, flow_out(o_state, n_state, moved, rerated) AS flow,
      CASE WHEN flow_out(o_state, n_state, moved, rerated) = 5 THEN greatest(0, seconds_of(eff) - coalesce(seconds_of(reopened), o[17])) ELSE 0 END AS seconds,
      CASE WHEN flow_out(o_state, n_state, moved, rerated) = 5 THEN due_kept(seconds_of(eff), nullif(o[10], 0)) ELSE 0 END AS due
    FROM flowing WHERE o IS NOT NULL
    UNION ALL
    SELECT id, n, n_state, n_cluster, 1, eff, flow_in(o_state, n_state, moved, rerated), 0, 0 FROM flowing WHERE n IS NOT NULL)
  SELECT v[7], v[6], v[13], v[14]::smallint, t.kind, v[4]::smallint, state::smallint,
    (CASE WHEN t.subject_kind = 4 AND v[7] = 0 THEN 6 ELSE t.unit END)::smallint, cluster_id, sign::bigint,
    CASE WHEN v[1] = 0 THEN sign * v[5]::bigint * v[16] ELSE 0 END, CASE WHEN v[1] = 0 AND v[15] & 1 = 1 THEN sign ELSE 0 END::bigint,
    CASE WHEN v[1] = 0 AND v[15] & 5 = 5 THEN sign ELSE 0 END::bigint, CASE WHEN v[1] = 0 AND v[8] = 3 THEN sign ELSE 0 END::bigint,
    day_of(eff), flow, seconds::bigint, s.due::smallint, v[8]::smallint
  FROM (SELECT x.*, st.kind, st.subject_kind, st.unit FROM side x JOIN start st ON st.id = x.id) s
  CROSS JOIN LATERAL (SELECT s.kind, s.subject_kind, s.unit) t
$$;

-- Makes the totals of the touched days anew, and drops their blocks. What a merge touches meanwhile stays touched; two of these never run at once.
CREATE OR REPLACE FUNCTION history_totals() RETURNS void LANGUAGE plpgsql AS $$ DECLARE v_days date[]; BEGIN
  IF NOT pg_try_advisory_xact_lock(72006, 0) THEN RETURN; END IF;
  WITH gone AS (DELETE FROM day_touched RETURNING day) SELECT array_agg(DISTINCT day) INTO v_days FROM gone;
  IF v_days IS NULL THEN RETURN; END IF;
  WITH gone AS (DELETE FROM day_block b WHERE EXISTS (SELECT FROM unnest(v_days) t(day) WHERE t.day >= b.day AND t.day < b.day + b.days)
    RETURNING days, day),
  flows AS (DELETE FROM flow_block f USING gone WHERE f.days = gone.days AND f.day = gone.day)
  DELETE FROM posture_block p USING gone WHERE p.days = gone.days AND p.day = gone.day;
  DELETE FROM posture_total WHERE day = ANY (v_days);
  DELETE FROM flow_total WHERE day = ANY (v_days);
  INSERT INTO posture_total (day, cluster_id, team_id, area, unit, info, low, "unknown", medium, high, critical, present, accepted, fixable, exposed_kev, points, accepted_points)
    SELECT day, CASE WHEN grouping(cluster_id) = 0 THEN cluster_id ELSE -weight END, CASE WHEN grouping(team_id) = 0 THEN team_id ELSE -1 END,
      area, unit, sum(info), sum(low), sum("unknown"), sum(medium), sum(high), sum(critical), sum(present), sum(accepted), sum(fixable), sum(exposed_kev), sum(points), sum(accepted_points)
    FROM (SELECT p.*, coalesce(c.criticality, 10)::int AS weight FROM posture_day p LEFT JOIN cluster c ON c.id = p.cluster_id
      WHERE p.day = ANY (v_days)) p
    GROUP BY GROUPING SETS ((day, cluster_id, area, unit), (day, weight, team_id, area, unit), (day, weight, area, unit))
    ORDER BY 2, 3, 1, 4, 5;
  INSERT INTO flow_total (day, cluster_id, team_id, area, severity, opened, reopened, moved_in, fixed, accepted, dismissed, closed, moved_out, rerated, in_time, late, seconds)
    SELECT day, CASE WHEN grouping(cluster_id) = 0 THEN cluster_id ELSE -weight END, CASE WHEN grouping(team_id) = 0 THEN team_id ELSE -1 END,
      CASE WHEN grouping(area) = 0 THEN area ELSE -1 END, CASE WHEN grouping(severity) = 0 THEN severity ELSE -1 END, sum(opened), sum(reopened), sum(moved_in), sum(fixed), sum(accepted), sum(dismissed), sum(closed), sum(moved_out), sum(rerated), sum(in_time), sum(late), sum(seconds)
    FROM (SELECT p.*, coalesce(c.criticality, 10)::int AS weight FROM flow_day p LEFT JOIN cluster c ON c.id = p.cluster_id
      WHERE p.day = ANY (v_days)) p
    GROUP BY GROUPING SETS ((day, cluster_id, area, severity), (day, weight, team_id, area, severity), (day, weight, area, severity),
      (day, cluster_id), (day, weight, team_id), (day, weight))
    ORDER BY 4 < 0, 2, 3, 1, 4, 5;
END $$;

-- Makes the blocks of 4, 16 and 64 days that are over, hold no touched day and are not there: the first from the days, the
-- others from the four within them. A block is named by its first day; those of one length follow each other from 1970-01-01.
CREATE OR REPLACE FUNCTION history_blocks() RETURNS void LANGUAGE plpgsql AS $$ DECLARE
  v_length smallint;
  v_first date;
BEGIN
  IF NOT pg_try_advisory_xact_lock(72006, 0) THEN RETURN; END IF;
  SELECT min(day) INTO v_first FROM posture_day;
  FOREACH v_length IN ARRAY ARRAY[4, 16, 64] LOOP
    WITH wanted AS MATERIALIZED (
      SELECT v_length AS days, b.day FROM (
        SELECT date '1970-01-01' + n * v_length AS day
        FROM generate_series((v_first - date '1970-01-01') / 64 * (64 / v_length), (day_of(now()) - date '1970-01-01') / v_length - 1) n) b
      WHERE NOT EXISTS (SELECT FROM day_block h WHERE h.days = v_length AND h.day = b.day)
        AND NOT EXISTS (SELECT FROM day_touched t WHERE t.day >= b.day AND t.day < b.day + v_length)),
    made AS (
      INSERT INTO posture_block (days, day, cluster_id, team_id, area, unit, info, low, "unknown", medium, high, critical, present, accepted,
        fixable, exposed_kev, points, accepted_points)
        SELECT w.days, w.day, p.cluster_id, p.team_id, p.area, p.unit, sum(p.info), sum(p.low), sum(p."unknown"), sum(p.medium), sum(p.high),
          sum(p.critical), sum(p.present), sum(p.accepted), sum(p.fixable), sum(p.exposed_kev), sum(p.points), sum(p.accepted_points)
        FROM wanted w CROSS JOIN LATERAL (
          SELECT * FROM posture_day WHERE v_length = 4 AND day >= w.day AND day < w.day + 4
          UNION ALL SELECT * FROM posture_total WHERE v_length = 4 AND day >= w.day AND day < w.day + 4
          UNION ALL SELECT day, cluster_id, team_id, area, unit, info, low, "unknown", medium, high, critical, present, accepted, fixable,
            exposed_kev, points, accepted_points
            FROM posture_block WHERE days = v_length / 4 AND day >= w.day AND day < w.day + v_length) p
        GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6),
    flowed AS (
      INSERT INTO flow_block (days, day, cluster_id, team_id, opened, reopened, moved_in, fixed, accepted, dismissed, closed, moved_out, rerated,
        in_time, late, seconds)
        SELECT w.days, w.day, f.cluster_id, f.team_id, sum(f.opened), sum(f.reopened), sum(f.moved_in), sum(f.fixed), sum(f.accepted),
          sum(f.dismissed), sum(f.closed), sum(f.moved_out), sum(f.rerated), sum(f.in_time), sum(f.late), sum(f.seconds)
        FROM wanted w CROSS JOIN LATERAL (
          SELECT cluster_id, team_id, opened, reopened, moved_in, fixed, accepted, dismissed, closed, moved_out, rerated, in_time, late, seconds
            FROM flow_total WHERE v_length = 4 AND area = -1 AND day >= w.day AND day < w.day + 4
          UNION ALL SELECT cluster_id, team_id, opened, reopened, moved_in, fixed, accepted, dismissed, closed, moved_out, rerated, in_time, late,
            seconds FROM flow_block WHERE days = v_length / 4 AND day >= w.day AND day < w.day + v_length) f
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4)
    INSERT INTO day_block SELECT days, day FROM wanted;
  END LOOP;
END $$;

-- Made anew from findings and journal, every day that there was is touched.
CREATE OR REPLACE FUNCTION history_rebuild() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM merge_begin();
  DELETE FROM pd;
  INSERT INTO pd SELECT * FROM history_rows(NULL, false);
  INSERT INTO day_touched (day) SELECT DISTINCT day FROM posture_total UNION SELECT DISTINCT day FROM flow_total;
  DELETE FROM posture_day;
  DELETE FROM flow_day;
  PERFORM history_flush();
  DELETE FROM pd;
END $$;
