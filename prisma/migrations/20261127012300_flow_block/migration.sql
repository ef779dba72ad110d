-- Flows in the same blocks, of all areas and severities, where teams or clusters are together. Blocks are made anew with them.
CREATE TABLE "flow_block" (
    "days" SMALLINT NOT NULL,
    "day" DATE NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
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

    CONSTRAINT "flow_block_pkey" PRIMARY KEY ("days","day","cluster_id","team_id")
);
GRANT SELECT ON "flow_block" TO parapet_read;
ALTER TABLE "flow_block" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "flow_block" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]));
DELETE FROM "day_block";
DELETE FROM "posture_block";
