-- What each tool said of what is placed in a cluster, for readers of everything, who would have to go through all placements
-- for it: of how many assets it spoke, when it did last, and in `heard` when it did of each of them, in order, so that those
-- from before any moment are counted by halving. sources_count() makes it anew with the units of a cluster, and of all clusters
-- within a minute after an import: an image is placed in many.
CREATE TABLE "source_count" (
    "cluster_id" INTEGER NOT NULL,
    "tool_id" SMALLINT NOT NULL,
    "targets" INTEGER NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "heard" TIMESTAMPTZ(3)[],

    CONSTRAINT "source_count_pkey" PRIMARY KEY ("cluster_id","tool_id")
);
GRANT SELECT ON "source_count" TO parapet_read;
ALTER TABLE "source_count" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "source_count" FOR SELECT TO parapet_read USING ((SELECT scope_is_all()));

INSERT INTO source_count (cluster_id, tool_id, targets, observed_at, heard)
  SELECT cluster_id, tool_id, count(*), max(at), array_agg(at ORDER BY at)
  FROM (SELECT w.cluster_id, s.tool_id, s.target_id, max(s.observed_at) AS at FROM placement w JOIN scope s ON s.target_id = w.asset_id
    WHERE s.observed_at IS NOT NULL GROUP BY 1, 2, 3) x GROUP BY 1, 2;
