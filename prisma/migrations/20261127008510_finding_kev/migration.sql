-- What is known to be exploited, open or not: one finding in a hundred, asked for by everybody.
CREATE INDEX "finding_kev" ON "finding" (cluster_id, state, severity, area, kind, fix_state, flags, place_id, team_id, fix_team_id, subject_id, rule_id) WHERE flags & 1 = 1;
