-- Does a report of this cluster still wait? Asked after each merge, however many wait.
CREATE INDEX "report_waiting_cluster" ON "report" (cluster_id) WHERE state IN ('queued', 'processing');
