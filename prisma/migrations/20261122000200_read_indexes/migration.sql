-- What the reads of lib/queries need. Codes are those of lib/domain/vocabulary.ts.

-- ---------------------------------------------------------------- lists of findings
-- Each list is one walk per cluster (or team), in the order shown, that stops when the page is full. The columns behind the
-- order are there so that filters are decided within the index: a row that does not match costs 0.1 µs, not a heap
-- fetch. A finding stands in one half of each pair (open or not), so a long history does not slow the open lists.
CREATE INDEX "finding_open_risk" ON "finding" (cluster_id, severity DESC, points DESC, id DESC, state, area, kind, fix_state, flags, place_id, team_id, fix_team_id, subject_id, rule_id) WHERE state < 4;
CREATE INDEX "finding_rest_risk" ON "finding" (cluster_id, severity DESC, points DESC, id DESC, state, area, kind, fix_state, flags, place_id, team_id, fix_team_id, subject_id, rule_id) WHERE state >= 4;
CREATE INDEX "finding_open_newest" ON "finding" (cluster_id, first_seen_at DESC, id DESC, severity, state, area, kind, fix_state, flags, place_id, team_id, fix_team_id, subject_id, rule_id) WHERE state < 4;
CREATE INDEX "finding_rest_newest" ON "finding" (cluster_id, first_seen_at DESC, id DESC, severity, state, area, kind, fix_state, flags, place_id, team_id, fix_team_id, subject_id, rule_id) WHERE state >= 4;
-- By the team whose work it is, which also counts what is late.
CREATE INDEX "finding_open_due" ON "finding" (fix_team_id, due_at, id, severity, state, area, kind, fix_state, flags, cluster_id, place_id, team_id, subject_id, rule_id) WHERE state < 4;
CREATE INDEX "finding_rest_due" ON "finding" (fix_team_id, due_at, id, severity, state, area, kind, fix_state, flags, cluster_id, place_id, team_id, subject_id, rule_id) WHERE state >= 4;
-- Few matches are fetched by the cells of the roll-up, which say where they are. Equal keys share a posting list, so
-- this takes some 20 bytes a row. What the roll-up does not count by comes last, to be decided within the index.
CREATE INDEX "finding_cell" ON "finding" (place_id, team_id, fix_team_id, severity, area, kind, state, fix_state, flags);
CREATE INDEX "finding_rule" ON "finding" (rule_id, severity, state, cluster_id, team_id, fix_team_id);
CREATE INDEX "finding_assignee" ON "finding" (assignee_id) WHERE assignee_id IS NOT NULL;

-- ---------------------------------------------------------------- text search: dictionaries, never findings
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "rule_title_words" ON "rule" USING gin (title gin_trgm_ops);
CREATE INDEX "rule_alias_words" ON "rule_alias" USING gin (alias gin_trgm_ops);
CREATE INDEX "rule_code_words" ON "rule" USING gin (code gin_trgm_ops);
CREATE INDEX "subject_name_words" ON "subject" USING gin (name gin_trgm_ops);
-- Row-level security keeps ILIKE from using an index, since it might leak what it compares. This one looks the ids up
-- as the owner; whoever calls it joins them with the tables, which hide what is not theirs.
CREATE FUNCTION subject_matches(pattern text, at_most int) RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT id FROM subject WHERE name ILIKE pattern ORDER BY length(name), id LIMIT at_most $$;
REVOKE ALL ON FUNCTION subject_matches(text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION subject_matches(text, int) TO parapet_read;

-- ---------------------------------------------------------------- sums without the place
-- The roll-up once more, by cluster and team instead of place, a column per severity: its size depends on how many
-- clusters and teams there are, not on how many findings. posture_fix holds those that another team can fix than runs
-- them, for the readers of that team.
CREATE TABLE "posture_sum" (
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "state" SMALLINT NOT NULL,
    "area" SMALLINT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "kev" INTEGER NOT NULL,
    "exposed_kev" INTEGER NOT NULL,
    "fixable" INTEGER NOT NULL,

    CONSTRAINT "posture_sum_pkey" PRIMARY KEY ("cluster_id","team_id","state","area","kind","unit")
);
ALTER TABLE "posture_sum" SET (fillfactor = 60);
CREATE TABLE "posture_fix" (
    "fix_team_id" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "state" SMALLINT NOT NULL,
    "area" SMALLINT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "fixable" INTEGER NOT NULL,

    CONSTRAINT "posture_fix_pkey" PRIMARY KEY ("fix_team_id","cluster_id","team_id","state","area","kind")
);
ALTER TABLE "posture_fix" SET (fillfactor = 60);
CREATE INDEX "posture_fix_team_id_idx" ON "posture_fix"("team_id");
-- What a score needs of a day, beside its units: the score of then is a sum over these rows alone.
ALTER TABLE "unit_day" ADD COLUMN "points" BIGINT NOT NULL DEFAULT 0;
CREATE INDEX "posture_sum_team_id_idx" ON "posture_sum"("team_id");
-- Wide enough to name the cells of a team without their rows. None of these columns ever changes in a row.
CREATE INDEX "posture_count_team" ON "posture_count"("team_id", "state", "severity", "kind", "area", "place_id", "fix_team_id", "cluster_id");
CREATE INDEX "posture_count_fix_team" ON "posture_count"("fix_team_id", "state", "severity", "kind", "area", "place_id", "team_id", "cluster_id");
CREATE INDEX "posture_count_kind" ON "posture_count"("state", "kind", "severity", "area");
CREATE INDEX "posture_count_kev" ON "posture_count"("cluster_id", "severity") WHERE kev > 0;
CREATE INDEX "unit_count_team_id_idx" ON "unit_count"("team_id");
CREATE INDEX "placement_team_id_idx" ON "placement"("team_id");
CREATE INDEX "placement_fix_team_id_idx" ON "placement"("fix_team_id");
GRANT SELECT ON "posture_sum", "posture_fix" TO parapet_read;
ALTER TABLE "posture_sum" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_sum" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]));
ALTER TABLE "posture_fix" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "posture_fix" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]) OR fix_team_id = ANY ((SELECT scope_teams())::int[]));

-- From the same deltas, after them and in the order of the key, so that merges wait for each other and never in a ring.
CREATE FUNCTION posture_sum_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO posture_sum AS r (cluster_id, team_id, state, area, kind, unit, info, low, unknown, medium, high, critical,
      points, kev, exposed_kev, fixable)
    SELECT cluster_id, team_id, state, area, kind, unit,
      coalesce(sum(n) FILTER (WHERE severity = 0), 0), coalesce(sum(n) FILTER (WHERE severity = 1), 0),
      coalesce(sum(n) FILTER (WHERE severity = 2), 0), coalesce(sum(n) FILTER (WHERE severity = 3), 0),
      coalesce(sum(n) FILTER (WHERE severity = 4), 0), coalesce(sum(n) FILTER (WHERE severity = 5), 0),
      sum(points), sum(kev), sum(exposed_kev), sum(fixable)
    FROM pd GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (cluster_id, team_id, state, area, kind, unit) DO UPDATE SET info = r.info + excluded.info,
    low = r.low + excluded.low, unknown = r.unknown + excluded.unknown, medium = r.medium + excluded.medium,
    high = r.high + excluded.high, critical = r.critical + excluded.critical, points = r.points + excluded.points,
    kev = r.kev + excluded.kev, exposed_kev = r.exposed_kev + excluded.exposed_kev, fixable = r.fixable + excluded.fixable;
  INSERT INTO posture_fix AS r (fix_team_id, cluster_id, team_id, state, area, kind, info, low, unknown, medium, high, critical,
      fixable)
    SELECT fix_team_id, cluster_id, team_id, state, area, kind,
      coalesce(sum(n) FILTER (WHERE severity = 0), 0), coalesce(sum(n) FILTER (WHERE severity = 1), 0),
      coalesce(sum(n) FILTER (WHERE severity = 2), 0), coalesce(sum(n) FILTER (WHERE severity = 3), 0),
      coalesce(sum(n) FILTER (WHERE severity = 4), 0), coalesce(sum(n) FILTER (WHERE severity = 5), 0), sum(fixable)
    FROM pd WHERE fix_team_id <> team_id GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
  ON CONFLICT (fix_team_id, cluster_id, team_id, state, area, kind) DO UPDATE SET info = r.info + excluded.info,
    low = r.low + excluded.low, unknown = r.unknown + excluded.unknown, medium = r.medium + excluded.medium,
    high = r.high + excluded.high, critical = r.critical + excluded.critical, fixable = r.fixable + excluded.fixable;
END $$;
ALTER FUNCTION merge_flush() RENAME TO posture_count_flush;
CREATE FUNCTION merge_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM posture_count_flush();
  PERFORM posture_sum_flush();
END $$;

-- ---------------------------------------------------------------- names of what is gone
-- Closed findings outlive their placements; whoever may read the finding may read what it is about, and where it was.
DROP POLICY scoped ON "subject";
CREATE POLICY scoped ON "subject" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR fix_team_id = ANY ((SELECT scope_teams())::int[])
  OR EXISTS (SELECT 1 FROM placement p WHERE p.subject_id = "subject".id)
  OR EXISTS (SELECT 1 FROM finding f WHERE f.subject_id = "subject".id));
DROP POLICY scoped ON "place";
CREATE POLICY scoped ON "place" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.place_id = "place".id)
  OR EXISTS (SELECT 1 FROM posture_count c WHERE c.place_id = "place".id AND c.n > 0));
DROP POLICY scoped ON "cluster";
CREATE POLICY scoped ON "cluster" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.cluster_id = "cluster".id)
  OR EXISTS (SELECT 1 FROM posture_sum c WHERE c.cluster_id = "cluster".id));
-- A team's name is for its members: that it runs or fixes something of ours does not make it ours to read.
DROP POLICY scoped ON "team";
CREATE POLICY scoped ON "team" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR id = ANY ((SELECT scope_teams())::int[]));
