-- Sums that merges never wait for. A merge appends what it changed (posture_delta, posture_fix_delta); posture_fold() adds
-- that to the sums, behind the merges and by one at a time. Whoever reads takes both (the views below), so that the sums
-- agree with the findings at any moment. Since nobody waits for them, there are sums of all teams and of all clusters too,
-- which a fleet of any size is read from in a few thousand rows.

CREATE TABLE "posture_delta" (
    "id" BIGSERIAL NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "state" SMALLINT NOT NULL,
    "area" SMALLINT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "kev" INTEGER NOT NULL,
    "exposed_kev" INTEGER NOT NULL,
    "fixable" INTEGER NOT NULL,

    CONSTRAINT "posture_delta_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "posture_fix_delta" (
    "id" BIGSERIAL NOT NULL,
    "fix_team_id" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "state" SMALLINT NOT NULL,
    "area" SMALLINT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "fixable" INTEGER NOT NULL,

    CONSTRAINT "posture_fix_delta_pkey" PRIMARY KEY ("id")
);
-- All teams together, for readers of everything; and all clusters of one weight (in tenths) together.
CREATE TABLE "posture_cluster" (
    "cluster_id" INTEGER NOT NULL,
    "state" SMALLINT NOT NULL,
    "area" SMALLINT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "kev" INTEGER NOT NULL,
    "exposed_kev" INTEGER NOT NULL,
    "fixable" INTEGER NOT NULL,

    CONSTRAINT "posture_cluster_pkey" PRIMARY KEY ("cluster_id","state","area","kind","unit")
);
CREATE TABLE "posture_team" (
    "team_id" INTEGER NOT NULL,
    "weight" SMALLINT NOT NULL,
    "state" SMALLINT NOT NULL,
    "area" SMALLINT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "kev" INTEGER NOT NULL,
    "exposed_kev" INTEGER NOT NULL,
    "fixable" INTEGER NOT NULL,

    CONSTRAINT "posture_team_pkey" PRIMARY KEY ("team_id","weight","state","area","kind","unit")
);
ALTER TABLE "posture_cluster" SET (fillfactor = 60);
ALTER TABLE "posture_team" SET (fillfactor = 60);

GRANT SELECT ON "posture_delta", "posture_fix_delta", "posture_cluster", "posture_team" TO parapet_read;
ALTER TABLE "posture_delta" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_delta" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]));
ALTER TABLE "posture_fix_delta" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_fix_delta" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]) OR fix_team_id = ANY ((SELECT scope_teams())::int[]));
ALTER TABLE "posture_cluster" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_cluster" FOR SELECT TO parapet_read USING ((SELECT scope_is_all()));
ALTER TABLE "posture_team" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_team" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]));

-- Several rows may have the same key: to be summed.
CREATE VIEW "posture_sums" WITH (security_invoker = true) AS
  SELECT cluster_id, team_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable FROM posture_sum
  UNION ALL SELECT cluster_id, team_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable FROM posture_delta;
CREATE VIEW "posture_fixes" WITH (security_invoker = true) AS
  SELECT fix_team_id, cluster_id, team_id, state, area, kind, info, low, "unknown", medium, high, critical, fixable FROM posture_fix
  UNION ALL SELECT fix_team_id, cluster_id, team_id, state, area, kind, info, low, "unknown", medium, high, critical,
    fixable FROM posture_fix_delta;
CREATE VIEW "posture_clusters" WITH (security_invoker = true) AS
  SELECT cluster_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable FROM posture_cluster
  UNION ALL SELECT cluster_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable FROM posture_delta;
CREATE VIEW "posture_teams" WITH (security_invoker = true) AS
  SELECT team_id, weight, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable FROM posture_team
  UNION ALL SELECT d.team_id, coalesce(c.criticality, 10)::smallint, d.state, d.area, d.kind, d.unit, d.info, d.low, d."unknown",
    d.medium, d.high, d.critical, d.points, d.kev, d.exposed_kev, d.fixable
    FROM posture_delta d LEFT JOIN cluster c ON c.id = d.cluster_id;
GRANT SELECT ON "posture_sums", "posture_fixes", "posture_clusters", "posture_teams" TO parapet_read;
DROP POLICY scoped ON "cluster";
CREATE POLICY scoped ON "cluster" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.cluster_id = "cluster".id)
  OR EXISTS (SELECT 1 FROM posture_sums c WHERE c.cluster_id = "cluster".id));

CREATE OR REPLACE FUNCTION posture_sum_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pd) THEN RETURN; END IF;
  INSERT INTO posture_delta (cluster_id, team_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable)
    SELECT cluster_id, team_id, state, area, kind, unit, coalesce(sum(n) FILTER (WHERE severity = 0), 0),
      coalesce(sum(n) FILTER (WHERE severity = 1), 0), coalesce(sum(n) FILTER (WHERE severity = 2), 0),
      coalesce(sum(n) FILTER (WHERE severity = 3), 0), coalesce(sum(n) FILTER (WHERE severity = 4), 0),
        coalesce(sum(n) FILTER (WHERE severity = 5), 0),
      sum(points), sum(kev), sum(exposed_kev), sum(fixable)
    FROM pd GROUP BY 1, 2, 3, 4, 5, 6;
  IF NOT EXISTS (SELECT 1 FROM pd WHERE fix_team_id <> team_id) THEN RETURN; END IF;
  INSERT INTO posture_fix_delta (fix_team_id, cluster_id, team_id, state, area, kind, info, low, "unknown", medium, high, critical, fixable)
    SELECT fix_team_id, cluster_id, team_id, state, area, kind, coalesce(sum(n) FILTER (WHERE severity = 0), 0),
      coalesce(sum(n) FILTER (WHERE severity = 1), 0), coalesce(sum(n) FILTER (WHERE severity = 2), 0),
      coalesce(sum(n) FILTER (WHERE severity = 3), 0), coalesce(sum(n) FILTER (WHERE severity = 4), 0),
        coalesce(sum(n) FILTER (WHERE severity = 5), 0),
      sum(fixable)
    FROM pd WHERE fix_team_id <> team_id GROUP BY 1, 2, 3, 4, 5, 6;
END $$;

-- Adds what waits to the sums, if that is as many rows or more. Two of these never run at once: the other will do.
CREATE FUNCTION posture_fold(p_least int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF (SELECT count(*) FROM (SELECT FROM posture_delta LIMIT p_least) d) + (SELECT count(*) FROM (SELECT FROM posture_fix_delta LIMIT p_least) d)
    < p_least OR NOT pg_try_advisory_xact_lock(72006, 1) THEN RETURN; END IF;
  WITH gone AS (DELETE FROM posture_delta RETURNING *),
  d AS MATERIALIZED (
    SELECT cluster_id, team_id, state, area, kind, unit, sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown",
      sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical, sum(points) AS points, sum(kev) AS kev,
        sum(exposed_kev) AS exposed_kev, sum(fixable) AS fixable
    FROM gone GROUP BY 1, 2, 3, 4, 5, 6),
  by_cluster AS (
    INSERT INTO posture_cluster AS r (cluster_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev,
      exposed_kev, fixable)
      SELECT cluster_id, state, area, kind, unit, sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown", sum(medium) AS medium,
        sum(high) AS high, sum(critical) AS critical, sum(points) AS points, sum(kev) AS kev, sum(exposed_kev) AS exposed_kev,
          sum(fixable) AS fixable
      FROM d GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (cluster_id, state, area, kind, unit) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
      "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
        critical = r.critical + excluded.critical, points = r.points + excluded.points, kev = r.kev + excluded.kev,
          exposed_kev = r.exposed_kev + excluded.exposed_kev, fixable = r.fixable + excluded.fixable),
  by_team AS (
    INSERT INTO posture_team AS r (team_id, weight, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev,
      exposed_kev, fixable)
      SELECT team_id, coalesce(c.criticality, 10), state, area, kind, unit, sum(info) AS info, sum(low) AS low,
        sum("unknown") AS "unknown", sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical, sum(points) AS points,
          sum(kev) AS kev, sum(exposed_kev) AS exposed_kev, sum(fixable) AS fixable
      FROM d LEFT JOIN cluster c ON c.id = d.cluster_id GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (team_id, weight, state, area, kind, unit) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
      "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
        critical = r.critical + excluded.critical, points = r.points + excluded.points, kev = r.kev + excluded.kev,
          exposed_kev = r.exposed_kev + excluded.exposed_kev, fixable = r.fixable + excluded.fixable)
  INSERT INTO posture_sum AS r (cluster_id, team_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable) SELECT * FROM d
  ON CONFLICT (cluster_id, team_id, state, area, kind, unit) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
    "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
      critical = r.critical + excluded.critical, points = r.points + excluded.points, kev = r.kev + excluded.kev,
        exposed_kev = r.exposed_kev + excluded.exposed_kev, fixable = r.fixable + excluded.fixable;
  WITH gone AS (DELETE FROM posture_fix_delta RETURNING *)
  INSERT INTO posture_fix AS r (fix_team_id, cluster_id, team_id, state, area, kind, info, low, "unknown", medium, high, critical, fixable)
    SELECT fix_team_id, cluster_id, team_id, state, area, kind, sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown",
      sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical, sum(fixable) AS fixable
    FROM gone GROUP BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (fix_team_id, cluster_id, team_id, state, area, kind) DO UPDATE SET info = r.info + excluded.info,
    low = r.low + excluded.low, "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium,
      high = r.high + excluded.high, critical = r.critical + excluded.critical, fixable = r.fixable + excluded.fixable;
END $$;

-- Makes the totals anew from the sums: of all that is there, or after a cluster got another weight.
CREATE FUNCTION posture_total_up() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM pg_advisory_xact_lock(72006, 1);
  DELETE FROM posture_cluster;
  INSERT INTO posture_cluster (cluster_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable)
    SELECT cluster_id, state, area, kind, unit, sum(info) AS info, sum(low) AS low, sum("unknown") AS "unknown", sum(medium) AS medium,
      sum(high) AS high, sum(critical) AS critical, sum(points) AS points, sum(kev) AS kev, sum(exposed_kev) AS exposed_kev,
        sum(fixable) AS fixable
    FROM posture_sum GROUP BY 1, 2, 3, 4, 5;
  DELETE FROM posture_team;
  INSERT INTO posture_team (team_id, weight, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable)
    SELECT team_id, coalesce(c.criticality, 10), state, area, kind, unit, sum(info) AS info, sum(low) AS low,
      sum("unknown") AS "unknown", sum(medium) AS medium, sum(high) AS high, sum(critical) AS critical, sum(points) AS points,
        sum(kev) AS kev, sum(exposed_kev) AS exposed_kev, sum(fixable) AS fixable
    FROM posture_sum s LEFT JOIN cluster c ON c.id = s.cluster_id GROUP BY 1, 2, 3, 4, 5, 6;
END $$;
SELECT posture_total_up();
