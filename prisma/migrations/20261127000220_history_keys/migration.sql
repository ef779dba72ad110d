-- Totals are read by which clusters and which teams they are of, then by day.
ALTER TABLE "posture_total" DROP CONSTRAINT "posture_total_pkey",
  ADD CONSTRAINT "posture_total_pkey" PRIMARY KEY ("cluster_id", "team_id", "day", "area", "unit");
DROP INDEX "posture_total_team_id_day_idx";
CREATE INDEX "posture_total_day_idx" ON "posture_total"("day");
ALTER TABLE "flow_total" DROP CONSTRAINT "flow_total_pkey",
  ADD CONSTRAINT "flow_total_pkey" PRIMARY KEY ("cluster_id", "team_id", "day", "area", "severity");
DROP INDEX "flow_total_team_id_day_idx";
CREATE INDEX "flow_total_day_idx" ON "flow_total"("day");
