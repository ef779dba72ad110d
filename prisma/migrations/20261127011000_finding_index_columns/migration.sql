-- Who has a finding and when it is due are filters of the list: as columns behind the others they are decided within each
-- index, like the rest. Most findings have nobody and share a date with what came beside them, so equal keys of
-- finding_cell still share a posting list.
DROP INDEX "finding_open_risk", "finding_rest_risk", "finding_open_newest", "finding_rest_newest", "finding_open_due", "finding_rest_due",
  "finding_cell", "finding_assignee", "finding_kev";
CREATE INDEX "finding_open_risk" ON "finding" (cluster_id, severity DESC, points DESC, id DESC, state, area, kind, fix_state, flags, place_id, team_id, fix_team_id, subject_id, rule_id, assignee_id, due_at) WHERE state < 4;
CREATE INDEX "finding_rest_risk" ON "finding" (cluster_id, severity DESC, points DESC, id DESC, state, area, kind, fix_state, flags, place_id, team_id, fix_team_id, subject_id, rule_id, assignee_id) WHERE state >= 4;
CREATE INDEX "finding_open_newest" ON "finding" (cluster_id, first_seen_at DESC, id DESC, severity, state, area, kind, fix_state, flags, place_id, team_id, fix_team_id, subject_id, rule_id, assignee_id, due_at) WHERE state < 4;
CREATE INDEX "finding_rest_newest" ON "finding" (cluster_id, first_seen_at DESC, id DESC, severity, state, area, kind, fix_state, flags, place_id, team_id, fix_team_id, subject_id, rule_id, assignee_id) WHERE state >= 4;
CREATE INDEX "finding_open_due" ON "finding" (fix_team_id, due_at, id, severity, state, area, kind, fix_state, flags, cluster_id, place_id, team_id, subject_id, rule_id, assignee_id) WHERE state < 4;
CREATE INDEX "finding_rest_due" ON "finding" (fix_team_id, due_at, id, severity, state, area, kind, fix_state, flags, cluster_id, place_id, team_id, subject_id, rule_id, assignee_id) WHERE state >= 4;
CREATE INDEX "finding_cell" ON "finding" (place_id, team_id, fix_team_id, severity, area, kind, state, fix_state, flags, assignee_id, due_at);
-- What somebody has is little, and so is what is known to be exploited or reachable from the internet.
CREATE INDEX "finding_assignee" ON "finding" (assignee_id, state, severity, area, kind, fix_state, flags, cluster_id, place_id, team_id, fix_team_id, due_at) WHERE assignee_id IS NOT NULL;
CREATE INDEX "finding_marked" ON "finding" (cluster_id, flags, state, severity, area, kind, fix_state, place_id, team_id, fix_team_id, assignee_id, due_at) WHERE flags & 5 <> 0;
