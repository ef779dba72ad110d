-- The last report of a tool on a cluster, and all of them: the matrix of sources and the imports behind a cell of it.
CREATE INDEX "report_cluster_id_tool_id_idx" ON "report" ("cluster_id", "tool", "id");
