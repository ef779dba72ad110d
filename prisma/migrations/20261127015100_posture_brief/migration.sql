-- What the sums say without area, kind and unit: all that everybody (-1) and each team may see, whether they run it or can fix
-- it. How many there are in which clusters, which every list asks first, is told by a row per cluster, state and fix.
CREATE TABLE "posture_brief" (
    "viewer" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "state" SMALLINT NOT NULL,
    "fix_state" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,

    CONSTRAINT "posture_brief_pkey" PRIMARY KEY ("viewer","cluster_id","state","fix_state")
);
GRANT SELECT ON "posture_brief" TO parapet_read;
ALTER TABLE "posture_brief" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_brief" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR viewer = ANY ((SELECT scope_teams())::int[]));

-- Several rows may have the same key: to be summed.
CREATE VIEW "posture_briefs" WITH (security_invoker = true) AS
  SELECT viewer, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical FROM posture_brief
  UNION ALL SELECT -1, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical FROM posture_delta
  UNION ALL SELECT team_id, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical FROM posture_delta
  UNION ALL SELECT fix_team_id, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical FROM posture_fix_delta;
GRANT SELECT ON "posture_briefs" TO parapet_read;

INSERT INTO posture_brief AS r (viewer, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical)
  SELECT CASE WHEN grouping(team_id) = 0 THEN team_id ELSE -1 END, cluster_id, state, fix_state, sum(info), sum(low), sum("unknown"), sum(medium), sum(high), sum(critical)
    FROM posture_sum GROUP BY GROUPING SETS ((team_id, cluster_id, state, fix_state), (cluster_id, state, fix_state));
INSERT INTO posture_brief AS r (viewer, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical)
  SELECT fix_team_id, cluster_id, state, fix_state, sum(info), sum(low), sum("unknown"), sum(medium), sum(high), sum(critical) FROM posture_fix GROUP BY 1, 2, 3, 4
  ON CONFLICT (viewer, cluster_id, state, fix_state) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
    "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
    critical = r.critical + excluded.critical;
ANALYZE "posture_brief";
