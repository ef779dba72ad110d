-- A long period is read from few rows.
--
-- Flows of a day that nobody asks the area or the severity of: in the totals once more, with -1 for both.
INSERT INTO flow_total (day, cluster_id, team_id, area, severity, opened, reopened, moved_in, fixed, accepted, dismissed, closed, moved_out,
    rerated, in_time, late, seconds)
  SELECT day, cluster_id, team_id, -1, -1, sum(opened), sum(reopened), sum(moved_in), sum(fixed), sum(accepted), sum(dismissed), sum(closed),
    sum(moved_out), sum(rerated), sum(in_time), sum(late), sum(seconds)
  FROM flow_total GROUP BY day, cluster_id, team_id;
CREATE INDEX "flow_total_whole" ON "flow_total" ("cluster_id", "team_id", "day") WHERE area = -1;

-- Changes of blocks of 4, 16 and 64 days, each within the next, so that any period is a few blocks and the days at its ends.
-- Of teams in clusters, and together as posture_total has it. history_blocks() makes them when they are over; day_block
-- names those that hold. A day that a merge touches takes its blocks with it (history_totals()) until they are made anew.
CREATE TABLE "posture_block" (
    "days" SMALLINT NOT NULL,
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

    CONSTRAINT "posture_block_pkey" PRIMARY KEY ("days","day","cluster_id","team_id","area","unit")
);
CREATE INDEX "posture_block_team_id_days_day_idx" ON "posture_block"("team_id", "days", "day");
CREATE TABLE "day_block" (
    "days" SMALLINT NOT NULL,
    -- The first of them.
    "day" DATE NOT NULL,

    CONSTRAINT "day_block_pkey" PRIMARY KEY ("days","day")
);
GRANT SELECT ON "posture_block", "day_block" TO parapet_read;
ALTER TABLE "posture_block" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_block" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]));
-- Which days have blocks is no secret, as with day_touched.
ALTER TABLE "day_block" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "day_block" FOR SELECT TO parapet_read USING (true);
