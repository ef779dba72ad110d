-- A team's in three roles: 0 what it may see, 1 what it runs, 2 what it can fix. (Team -1: all that there is.)
DROP VIEW "posture_briefs";
DROP TABLE "posture_brief";
CREATE TABLE "posture_brief" (
    "role" SMALLINT NOT NULL,
    "team_id" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "state" SMALLINT NOT NULL,
    "fix_state" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,

    CONSTRAINT "posture_brief_pkey" PRIMARY KEY ("role","team_id","cluster_id","state","fix_state")
);
GRANT SELECT ON "posture_brief" TO parapet_read;
ALTER TABLE "posture_brief" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_brief" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]));

-- Several rows may have the same key: to be summed. Of what a team runs, what others can fix is taken away from what it can.
CREATE VIEW "posture_briefs" WITH (security_invoker = true) AS
  SELECT role, team_id, cluster_id, state, fix_state, info, low, "unknown", medium, high, critical FROM posture_brief
  UNION ALL SELECT 0::smallint, -1, d.cluster_id, d.state, d.fix_state, d.info, d.low, d."unknown", d.medium, d.high, d.critical FROM posture_delta d
  UNION ALL SELECT o.role::smallint, d.team_id, d.cluster_id, d.state, d.fix_state, d.info, d.low, d."unknown", d.medium, d.high, d.critical
    FROM posture_delta d CROSS JOIN generate_series(0, 2) o(role)
  UNION ALL SELECT o.role::smallint, d.fix_team_id, d.cluster_id, d.state, d.fix_state, d.info, d.low, d."unknown", d.medium, d.high, d.critical
    FROM posture_fix_delta d CROSS JOIN (VALUES (0), (2)) o(role)
  UNION ALL SELECT 2::smallint, d.team_id, d.cluster_id, d.state, d.fix_state, -d.info, -d.low, -d."unknown", -d.medium, -d.high, -d.critical FROM posture_fix_delta d;
GRANT SELECT ON "posture_briefs" TO parapet_read;

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
ANALYZE "posture_brief";
