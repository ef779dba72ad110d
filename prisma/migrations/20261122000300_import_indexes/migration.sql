-- What imports look up beside the merge itself.

-- Reports that wait are few among all that ever came.
CREATE INDEX "report_waiting" ON "report" (id, cluster_id) WHERE state IN ('queued', 'processing');
-- What a report speaks for: asked when the same bytes come again.
CREATE INDEX "scope_report" ON "scope" (report_id) WHERE report_id IS NOT NULL;
