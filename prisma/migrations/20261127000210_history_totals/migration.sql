-- The day tables once more without teams, without clusters, and without either, so that the trend of a whole fleet reads a
-- few rows a day. They follow the day tables behind the merges, which would all wait for such rows: `day_touched` names the
-- days for which they do not hold yet, and of those the day tables themselves are read.
-- A team of -1 is all teams. A cluster below 0 is all clusters of that weight, in tenths: -10 of those that weigh 1.
CREATE TABLE "posture_total" (
    "day" DATE NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "present" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "fixable" INTEGER NOT NULL,
    "exposed_kev" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "accepted_points" BIGINT NOT NULL,

    CONSTRAINT "posture_total_pkey" PRIMARY KEY ("day","cluster_id","team_id","area","unit")
);
CREATE INDEX "posture_total_team_id_day_idx" ON "posture_total"("team_id", "day");
CREATE TABLE "flow_total" (
    "day" DATE NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "opened" INTEGER NOT NULL,
    "reopened" INTEGER NOT NULL,
    "moved_in" INTEGER NOT NULL,
    "fixed" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "dismissed" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    "moved_out" INTEGER NOT NULL,
    "rerated" INTEGER NOT NULL,
    "in_time" INTEGER NOT NULL,
    "late" INTEGER NOT NULL,
    "seconds" BIGINT NOT NULL,

    CONSTRAINT "flow_total_pkey" PRIMARY KEY ("day","cluster_id","team_id","area","severity")
);
CREATE INDEX "flow_total_team_id_day_idx" ON "flow_total"("team_id", "day");
CREATE TABLE "day_touched" (
    "id" BIGSERIAL NOT NULL,
    "day" DATE NOT NULL,

    CONSTRAINT "day_touched_pkey" PRIMARY KEY ("id")
);
GRANT SELECT ON "posture_total", "flow_total", "day_touched" TO parapet_read;
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['posture_total', 'flow_total'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY scoped ON %I FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
      OR team_id = ANY ((SELECT scope_teams())::int[]))', t);
  END LOOP;
END $$;
-- Which days wait for their totals is no secret: it says of nobody what they have.
ALTER TABLE "day_touched" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "day_touched" FOR SELECT TO parapet_read USING (true);

CREATE OR REPLACE FUNCTION history_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
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

-- Makes the totals of the touched days anew. What a merge touches meanwhile stays touched; two of these never run at once.
CREATE FUNCTION history_totals() RETURNS void LANGUAGE plpgsql AS $$ DECLARE v_days date[]; BEGIN
  IF NOT pg_try_advisory_xact_lock(72006, 0) THEN RETURN; END IF;
  WITH gone AS (DELETE FROM day_touched RETURNING day) SELECT array_agg(DISTINCT day) INTO v_days FROM gone;
  IF v_days IS NULL THEN RETURN; END IF;
  DELETE FROM posture_total WHERE day = ANY (v_days);
  DELETE FROM flow_total WHERE day = ANY (v_days);
  INSERT INTO posture_total (day, cluster_id, team_id, area, unit, info, low, "unknown", medium, high, critical, present, accepted, fixable, exposed_kev, points, accepted_points)
    SELECT day, CASE WHEN grouping(cluster_id) = 0 THEN cluster_id ELSE -weight END, CASE WHEN grouping(team_id) = 0 THEN team_id ELSE -1 END,
      area, unit, sum(info), sum(low), sum("unknown"), sum(medium), sum(high), sum(critical), sum(present), sum(accepted), sum(fixable), sum(exposed_kev), sum(points), sum(accepted_points)
    FROM (SELECT p.*, coalesce(c.criticality, 10)::int AS weight FROM posture_day p LEFT JOIN cluster c ON c.id = p.cluster_id
      WHERE p.day = ANY (v_days)) p
    GROUP BY GROUPING SETS ((day, cluster_id, area, unit), (day, weight, team_id, area, unit), (day, weight, area, unit));
  INSERT INTO flow_total (day, cluster_id, team_id, area, severity, opened, reopened, moved_in, fixed, accepted, dismissed, closed, moved_out, rerated, in_time, late, seconds)
    SELECT day, CASE WHEN grouping(cluster_id) = 0 THEN cluster_id ELSE -weight END, CASE WHEN grouping(team_id) = 0 THEN team_id ELSE -1 END,
      area, severity, sum(opened), sum(reopened), sum(moved_in), sum(fixed), sum(accepted), sum(dismissed), sum(closed), sum(moved_out), sum(rerated), sum(in_time), sum(late), sum(seconds)
    FROM (SELECT p.*, coalesce(c.criticality, 10)::int AS weight FROM flow_day p LEFT JOIN cluster c ON c.id = p.cluster_id
      WHERE p.day = ANY (v_days)) p
    GROUP BY GROUPING SETS ((day, cluster_id, area, severity), (day, weight, team_id, area, severity), (day, weight, area, severity));
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

INSERT INTO day_touched (day) SELECT DISTINCT day FROM posture_day UNION SELECT DISTINCT day FROM flow_day;
SELECT history_totals();
