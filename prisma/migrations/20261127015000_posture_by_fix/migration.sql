-- Whether there is a fix, in the roll-up and its sums: counts by it, and of what a filter by it leaves, are sums as well.
TRUNCATE "posture_count", "posture_sum", "posture_fix", "posture_delta", "posture_fix_delta", "posture_cluster", "posture_team", "posture_now";
ALTER TABLE "posture_count" ADD COLUMN "fix_state" SMALLINT NOT NULL;
ALTER TABLE "posture_sum" ADD COLUMN "fix_state" SMALLINT NOT NULL;
ALTER TABLE "posture_fix" ADD COLUMN "fix_state" SMALLINT NOT NULL;
ALTER TABLE "posture_delta" ADD COLUMN "fix_state" SMALLINT NOT NULL;
ALTER TABLE "posture_fix_delta" ADD COLUMN "fix_state" SMALLINT NOT NULL;
ALTER TABLE "posture_cluster" ADD COLUMN "fix_state" SMALLINT NOT NULL;
ALTER TABLE "posture_team" ADD COLUMN "fix_state" SMALLINT NOT NULL;
ALTER TABLE "posture_count" DROP CONSTRAINT "posture_count_pkey", ADD CONSTRAINT "posture_count_pkey" PRIMARY KEY ("place_id", "team_id", "fix_team_id", "area", "kind", "severity", "state", "unit", "fix_state");
ALTER TABLE "posture_sum" DROP CONSTRAINT "posture_sum_pkey", ADD CONSTRAINT "posture_sum_pkey" PRIMARY KEY ("cluster_id", "team_id", "state", "area", "kind", "unit", "fix_state");
ALTER TABLE "posture_fix" DROP CONSTRAINT "posture_fix_pkey", ADD CONSTRAINT "posture_fix_pkey" PRIMARY KEY ("fix_team_id", "cluster_id", "team_id", "state", "area", "kind", "fix_state");
ALTER TABLE "posture_cluster" DROP CONSTRAINT "posture_cluster_pkey", ADD CONSTRAINT "posture_cluster_pkey" PRIMARY KEY ("cluster_id", "state", "area", "kind", "unit", "fix_state");
ALTER TABLE "posture_team" DROP CONSTRAINT "posture_team_pkey", ADD CONSTRAINT "posture_team_pkey" PRIMARY KEY ("team_id", "weight", "state", "area", "kind", "unit", "fix_state");
DROP INDEX "posture_count_team", "posture_count_fix_team";
CREATE INDEX "posture_count_team" ON "posture_count"("team_id", "state", "severity", "kind", "area", "fix_state", "place_id", "fix_team_id", "cluster_id");
CREATE INDEX "posture_count_fix_team" ON "posture_count"("fix_team_id", "state", "severity", "kind", "area", "fix_state", "place_id", "team_id", "cluster_id");

CREATE OR REPLACE VIEW "posture_sums" WITH (security_invoker = true) AS
  SELECT cluster_id, team_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable, fix_state FROM posture_sum
  UNION ALL SELECT cluster_id, team_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable, fix_state FROM posture_delta;
CREATE OR REPLACE VIEW "posture_fixes" WITH (security_invoker = true) AS
  SELECT fix_team_id, cluster_id, team_id, state, area, kind, info, low, "unknown", medium, high, critical, fixable, fix_state FROM posture_fix
  UNION ALL SELECT fix_team_id, cluster_id, team_id, state, area, kind, info, low, "unknown", medium, high, critical,
    fixable, fix_state FROM posture_fix_delta;
CREATE OR REPLACE VIEW "posture_clusters" WITH (security_invoker = true) AS
  SELECT cluster_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable, fix_state FROM posture_cluster
  UNION ALL SELECT cluster_id, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable, fix_state FROM posture_delta;
CREATE OR REPLACE VIEW "posture_teams" WITH (security_invoker = true) AS
  SELECT team_id, weight, state, area, kind, unit, info, low, "unknown", medium, high, critical, points, kev, exposed_kev,
    fixable, fix_state FROM posture_team
  UNION ALL SELECT d.team_id, coalesce(c.criticality, 10)::smallint, d.state, d.area, d.kind, d.unit, d.info, d.low, d."unknown",
    d.medium, d.high, d.critical, d.points, d.kev, d.exposed_kev, d.fixable, d.fix_state
    FROM posture_delta d LEFT JOIN cluster c ON c.id = d.cluster_id;

-- What findings there are says it all; the sums follow from each other.
INSERT INTO posture_count (place_id, team_id, fix_team_id, area, kind, severity, state, unit, fix_state, cluster_id, n, points, kev,
    exposed_kev, fixable)
  SELECT f.place_id, f.team_id, f.fix_team_id, f.area, f.kind, f.severity, f.state,
    CASE WHEN s.kind = 4 AND f.place_id = 0 THEN 6 ELSE s.unit END, f.fix_state, min(f.cluster_id), count(*),
    sum(CASE WHEN f.presence = 0 THEN f.points::bigint * f.places ELSE 0 END),
    count(*) FILTER (WHERE f.presence = 0 AND f.flags & 1 = 1), count(*) FILTER (WHERE f.presence = 0 AND f.flags & 5 = 5),
    count(*) FILTER (WHERE f.presence = 0 AND f.fix_state = 3)
  FROM finding f JOIN subject s ON s.id = f.subject_id GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
INSERT INTO posture_sum (cluster_id, team_id, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable)
  SELECT cluster_id, team_id, state, area, kind, unit, fix_state, coalesce(sum(n) FILTER (WHERE severity = 0), 0), coalesce(sum(n) FILTER (WHERE severity = 1), 0),
    coalesce(sum(n) FILTER (WHERE severity = 2), 0), coalesce(sum(n) FILTER (WHERE severity = 3), 0),
    coalesce(sum(n) FILTER (WHERE severity = 4), 0), coalesce(sum(n) FILTER (WHERE severity = 5), 0),
    sum(points), sum(kev), sum(exposed_kev), sum(fixable)
  FROM posture_count GROUP BY 1, 2, 3, 4, 5, 6, 7;
INSERT INTO posture_fix (fix_team_id, cluster_id, team_id, state, area, kind, fix_state, info, low, "unknown", medium, high, critical, fixable)
  SELECT fix_team_id, cluster_id, team_id, state, area, kind, fix_state, coalesce(sum(n) FILTER (WHERE severity = 0), 0), coalesce(sum(n) FILTER (WHERE severity = 1), 0),
    coalesce(sum(n) FILTER (WHERE severity = 2), 0), coalesce(sum(n) FILTER (WHERE severity = 3), 0),
    coalesce(sum(n) FILTER (WHERE severity = 4), 0), coalesce(sum(n) FILTER (WHERE severity = 5), 0), sum(fixable)
  FROM posture_count WHERE fix_team_id <> team_id GROUP BY 1, 2, 3, 4, 5, 6, 7;
INSERT INTO posture_cluster (cluster_id, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable)
  SELECT cluster_id, state, area, kind, unit, fix_state, sum(info), sum(low), sum("unknown"), sum(medium), sum(high), sum(critical),
    sum(points), sum(kev), sum(exposed_kev), sum(fixable)
  FROM posture_sum GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO posture_team (team_id, weight, state, area, kind, unit, fix_state, info, low, "unknown", medium, high, critical, points, kev,
    exposed_kev, fixable)
  SELECT team_id, coalesce(c.criticality, 10), state, area, kind, unit, fix_state, sum(info), sum(low), sum("unknown"), sum(medium), sum(high), sum(critical),
    sum(points), sum(kev), sum(exposed_kev), sum(fixable)
  FROM posture_sum s LEFT JOIN cluster c ON c.id = s.cluster_id GROUP BY 1, 2, 3, 4, 5, 6, 7;
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
-- Which way a read takes depends on how large they are.
ANALYZE "posture_count", "posture_sum", "posture_fix", "posture_cluster", "posture_team", "posture_now";
