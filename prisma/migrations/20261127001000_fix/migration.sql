-- Fixes: the one action that removes a set of findings. Worked out per subject by the job refresh-fixes
-- (lib/services/fix/refresh.ts) for subjects that a merge named in fix_dirty. Codes of kinds: lib/domain/vocabulary.ts.

-- Rows stay when nothing is left to fix, so that links and remediations hold.
CREATE TABLE "fix" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "rule_id" INTEGER,
    "title" TEXT NOT NULL,
    "target" TEXT,
    "target_asset_id" INTEGER,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fix_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "fix_key_key" ON "fix"("key");
CREATE INDEX "fix_subject_id_idx" ON "fix"("subject_id");
CREATE INDEX "fix_title_words" ON "fix" USING gin (title gin_trgm_ops);

-- Which findings it removes: those of the subject with one of the (rule, location) pairs, at one of the (place, team)
-- pairs (null: wherever it is). Arrays, since membership is decided per subject and rule: a row for thousands of findings.
CREATE TABLE "fix_part" (
    "fix_id" INTEGER NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "n" INTEGER NOT NULL,
    "places" INTEGER[],
    "teams" INTEGER[],
    "rules" INTEGER[],
    "locs" BIGINT[],

    CONSTRAINT "fix_part_pkey" PRIMARY KEY ("fix_id","subject_id","n")
);
CREATE INDEX "fix_part_subject_id_idx" ON "fix_part"("subject_id");

-- What it does, by cluster and team. Points are tenths that it takes from the score; deltas are what the score's sums
-- lose, six numbers for each area and kind of unit: area * 16 + unit, points, accepted points, exposed KEV, units, assessed.
CREATE TABLE "fix_sum" (
    "fix_id" INTEGER NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "fix_team_id" INTEGER NOT NULL,
    "findings" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "added" INTEGER NOT NULL,
    "kev" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "workloads" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "deltas" BIGINT[],
    "due_at" TIMESTAMPTZ(3),
    "assignee_id" INTEGER,

    CONSTRAINT "fix_sum_pkey" PRIMARY KEY ("fix_id","subject_id","cluster_id","team_id","fix_team_id")
);
CREATE INDEX "fix_sum_subject_id_idx" ON "fix_sum"("subject_id");
CREATE INDEX "fix_sum_team_id_idx" ON "fix_sum"("team_id");
CREATE INDEX "fix_sum_fix_team_id_idx" ON "fix_sum"("fix_team_id");
CREATE INDEX "fix_sum_cluster_id_idx" ON "fix_sum"("cluster_id");

-- The same over everything, for readers of everything only: in the order shown. Only those with open findings.
CREATE TABLE "fix_total" (
    "fix_id" INTEGER NOT NULL,
    "kind" SMALLINT NOT NULL,
    "points" BIGINT NOT NULL,
    "findings" INTEGER NOT NULL,

    CONSTRAINT "fix_total_pkey" PRIMARY KEY ("fix_id")
);
CREATE INDEX "fix_total_order" ON "fix_total"("points" DESC, "fix_id" DESC);
CREATE INDEX "fix_total_kind" ON "fix_total"("kind", "points" DESC, "fix_id" DESC);

-- Subjects whose fixes do not hold any more. Appended to, so that merges never wait for each other here.
CREATE TABLE "fix_dirty" (
    "id" BIGSERIAL NOT NULL,
    "subject_id" INTEGER NOT NULL,

    CONSTRAINT "fix_dirty_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "fix_dirty_subject_id_idx" ON "fix_dirty"("subject_id");

GRANT SELECT ON "fix", "fix_part", "fix_sum", "fix_total", "fix_dirty" TO parapet_read;
ALTER TABLE "fix_sum" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "fix_sum" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]) OR fix_team_id = ANY ((SELECT scope_teams())::int[]));
ALTER TABLE "fix" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "fix" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM fix_sum s WHERE s.fix_id = "fix".id));
ALTER TABLE "fix_part" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "fix_part" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM fix_sum s WHERE s.fix_id = "fix_part".fix_id));
ALTER TABLE "fix_total" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "fix_total" FOR SELECT TO parapet_read USING ((SELECT scope_is_all()));
ALTER TABLE "fix_dirty" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "fix_dirty" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM fix_sum s WHERE s.subject_id = "fix_dirty".subject_id));

-- As subject_matches(): row-level security keeps ILIKE from using an index. Whoever calls it joins the ids with the table.
CREATE FUNCTION fix_matches(pattern text, at_most int) RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT id FROM fix WHERE title ILIKE pattern LIMIT at_most $$;
REVOKE ALL ON FUNCTION fix_matches(text, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION fix_matches(text, int) TO parapet_read;

-- What this transaction changed: findings of dirty keys, findings changed by hand, versions scanned for the first time
-- (one that has nothing may be the best to move to). Called by merge_flush(), last.
CREATE FUNCTION fix_touch() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO fix_dirty (subject_id)
    SELECT subject_id FROM dk UNION SELECT subject_id FROM was
    UNION SELECT a.subject_id FROM scn JOIN asset a ON a.id = scn.asset_id;
END $$;
CREATE OR REPLACE FUNCTION merge_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM posture_count_flush();
  PERFORM posture_sum_flush();
  PERFORM history_flush();
  PERFORM fix_touch();
END $$;

-- Assigning changes no roll-up; the queue shows whose a fix is.
CREATE FUNCTION fix_touch_assigned() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO fix_dirty (subject_id) VALUES (NEW.subject_id);
  RETURN NULL;
END $$;
CREATE TRIGGER finding_assigned AFTER UPDATE OF assignee_id ON "finding" FOR EACH ROW
  WHEN (OLD.assignee_id IS DISTINCT FROM NEW.assignee_id) EXECUTE FUNCTION fix_touch_assigned();

-- What is there already is worked out once, after the start.
INSERT INTO fix_dirty (subject_id) SELECT DISTINCT subject_id FROM finding WHERE presence = 0 ORDER BY 1;
