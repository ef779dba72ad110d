-- What is exploited or exposed is asked for by those whose work it is: their own lies in one piece, and that of all in as
-- many pieces as there are teams. Of a cluster it is found in each of them.
DROP INDEX "finding_marked";
CREATE INDEX "finding_marked" ON "finding" (fix_team_id, flags, cluster_id, state, severity, area, kind, fix_state, place_id, team_id, assignee_id, due_at) WHERE flags & 5 <> 0;
-- And by those who run what others can fix.
CREATE INDEX "finding_marked_run" ON "finding" (team_id, flags, cluster_id, state, severity, area, kind, fix_state, place_id, fix_team_id, assignee_id, due_at) WHERE flags & 5 <> 0 AND fix_team_id <> team_id;
