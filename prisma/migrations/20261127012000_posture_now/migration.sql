-- The sums of now in the shape of a day (posture_day): what a score is made of, without states and kinds, so that a posture
-- reads a tenth of the rows. Of teams in clusters; of all teams together (team -1); of all clusters of one weight together
-- (cluster below 0: -10 are those that weigh 1); and of both. posture_fold() keeps it beside the other sums, and what waits
-- to be folded is read from posture_waiting.
CREATE TABLE "posture_now" (
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

    CONSTRAINT "posture_now_pkey" PRIMARY KEY ("team_id","cluster_id","area","unit")
);
CREATE INDEX "posture_now_cluster_id_idx" ON "posture_now"("cluster_id");
ALTER TABLE "posture_now" SET (fillfactor = 60);
GRANT SELECT ON "posture_now" TO parapet_read;
ALTER TABLE "posture_now" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_now" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]));

-- Rows of the sums in that shape; states are those of lib/domain/vocabulary.ts.
CREATE VIEW "posture_waiting" WITH (security_invoker = true) AS
  SELECT cluster_id, team_id, area, unit, CASE WHEN state < 4 THEN info ELSE 0 END AS info, CASE WHEN state < 4 THEN low ELSE 0 END AS low,
    CASE WHEN state < 4 THEN "unknown" ELSE 0 END AS "unknown", CASE WHEN state < 4 THEN medium ELSE 0 END AS medium,
    CASE WHEN state < 4 THEN high ELSE 0 END AS high, CASE WHEN state < 4 THEN critical ELSE 0 END AS critical,
    info + low + "unknown" + medium + high + critical AS present,
    CASE WHEN state = 4 THEN info + low + "unknown" + medium + high + critical ELSE 0 END AS accepted, fixable,
    CASE WHEN state NOT IN (5, 6) THEN exposed_kev ELSE 0 END AS exposed_kev, CASE WHEN state NOT IN (5, 6) THEN points ELSE 0 END AS points,
    CASE WHEN state = 4 THEN points ELSE 0 END AS accepted_points
  FROM posture_delta WHERE state < 8;
GRANT SELECT ON "posture_waiting" TO parapet_read;

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
  FROM (SELECT s.*, coalesce(c.criticality, 10)::int AS weight FROM posture_sum s LEFT JOIN cluster c ON c.id = s.cluster_id
    WHERE s.state < 8) s
  GROUP BY GROUPING SETS ((cluster_id, team_id, area, unit), (cluster_id, area, unit), (weight, team_id, area, unit), (weight, area, unit));
