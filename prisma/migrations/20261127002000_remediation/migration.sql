-- Planned fixes, what they consist of, and how far they are. Codes are those of lib/domain/vocabulary.ts.
CREATE TABLE "remediation" (
    "id" SERIAL NOT NULL,
    "title" TEXT NOT NULL,
    "team_id" INTEGER NOT NULL,
    "assignee_id" INTEGER,
    "state" SMALLINT NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    "fix_id" INTEGER,
    "due_at" TIMESTAMPTZ(3),
    "created_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "state_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimed_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "sent_back" SMALLINT NOT NULL DEFAULT 0,
    "reopened" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "remediation_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "remediation_team_id_state_idx" ON "remediation"("team_id", "state");
CREATE INDEX "remediation_assignee_id_idx" ON "remediation"("assignee_id");
CREATE INDEX "remediation_fix_id_idx" ON "remediation"("fix_id");
CREATE TABLE "remediation_item" (
    "remediation_id" INTEGER NOT NULL,
    "finding_id" BIGINT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "remediation_item_pkey" PRIMARY KEY ("remediation_id","finding_id")
);
CREATE INDEX "remediation_item_finding_id_idx" ON "remediation_item"("finding_id");
CREATE TABLE "remediation_count" (
    "remediation_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "fix_team_id" INTEGER NOT NULL,
    "open" INTEGER NOT NULL,
    "fixed" INTEGER NOT NULL,
    "excepted" INTEGER NOT NULL,
    "unproven" INTEGER NOT NULL,
    "awaiting_scan" INTEGER NOT NULL,
    "kev" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "points_all" BIGINT NOT NULL,

    CONSTRAINT "remediation_count_pkey" PRIMARY KEY ("remediation_id","team_id","fix_team_id")
);
CREATE TABLE "remediation_event" (
    "id" BIGSERIAL NOT NULL,
    "remediation_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "axis" SMALLINT NOT NULL,
    "before" INTEGER,
    "after" INTEGER,
    "text" TEXT,
    "team_id" INTEGER,
    "fix_team_id" INTEGER,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" INTEGER,

    CONSTRAINT "remediation_event_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "remediation_event_remediation_id_id_idx" ON "remediation_event"("remediation_id", "id");
-- One history: no version has two states.
CREATE UNIQUE INDEX "remediation_event_state" ON "remediation_event"("remediation_id", "version") WHERE "axis" = 1;
CREATE TABLE "remediation_comment" (
    "id" BIGSERIAL NOT NULL,
    "remediation_id" INTEGER NOT NULL,
    "author_id" INTEGER,
    "text" TEXT NOT NULL,
    "mentions" INTEGER[],
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "remediation_comment_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "remediation_comment_remediation_id_id_idx" ON "remediation_comment"("remediation_id", "id");
CREATE TABLE "remediation_touched" (
    "id" BIGSERIAL NOT NULL,
    "remediation_id" INTEGER NOT NULL,

    CONSTRAINT "remediation_touched_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "remediation_watch" (
    "remediation_id" INTEGER NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,

    CONSTRAINT "remediation_watch_pkey" PRIMARY KEY ("remediation_id","subject_id","cluster_id")
);
CREATE INDEX "remediation_watch_subject_id_idx" ON "remediation_watch"("subject_id");
CREATE INDEX "remediation_watch_cluster_id_idx" ON "remediation_watch"("cluster_id");
CREATE TABLE "bulk_change" (
    "id" TEXT NOT NULL,
    "actor_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "undone_at" TIMESTAMPTZ(3),
    "finding_ids" BIGINT[],
    "works_before" INTEGER[],
    "works_after" INTEGER[],
    "assignees_before" INTEGER[],
    "assignees_after" INTEGER[],

    CONSTRAINT "bulk_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "bulk_change_at_idx" ON "bulk_change"("at");

-- ---------------------------------------------------------------- who may read

GRANT SELECT ON "remediation", "remediation_item", "remediation_count", "remediation_event", "remediation_comment" TO parapet_read;
ALTER TABLE "remediation" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "remediation" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR team_id = ANY ((SELECT scope_teams())::int[]));
-- Who reads a remediation reads of its items only those that they may read anyway. Its own policy applies inside.
ALTER TABLE "remediation_item" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "remediation_item" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR (EXISTS (SELECT 1 FROM remediation r WHERE r.id = "remediation_item".remediation_id)
    AND EXISTS (SELECT 1 FROM finding f WHERE f.id = "remediation_item".finding_id)));
ALTER TABLE "remediation_count" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "remediation_count" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR ((team_id = ANY ((SELECT scope_teams())::int[]) OR fix_team_id = ANY ((SELECT scope_teams())::int[]))
    AND EXISTS (SELECT 1 FROM remediation r WHERE r.id = "remediation_count".remediation_id)));
ALTER TABLE "remediation_event" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "remediation_event" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR ((team_id IS NULL OR team_id = ANY ((SELECT scope_teams())::int[]) OR fix_team_id = ANY ((SELECT scope_teams())::int[]))
    AND EXISTS (SELECT 1 FROM remediation r WHERE r.id = "remediation_event".remediation_id)));
ALTER TABLE "remediation_comment" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "remediation_comment" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM remediation r WHERE r.id = "remediation_comment".remediation_id));
ALTER TABLE "remediation_touched" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "remediation_watch" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "bulk_change" ENABLE ROW LEVEL SECURITY;

-- What happened stays as it was written.
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "remediation_event" FOR EACH ROW EXECUTE FUNCTION append_only();

-- ---------------------------------------------------------------- how far they are

-- Counts the items of remediations anew; writes only what differs.
CREATE FUNCTION remediation_recount(p_ids int[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  WITH now AS MATERIALIZED (
    SELECT i.remediation_id, f.team_id, f.fix_team_id,
      count(*) FILTER (WHERE f.presence = 0 AND f.decision = 0)::int AS open,
      count(*) FILTER (WHERE f.presence IN (1, 2, 3))::int AS fixed,
      count(*) FILTER (WHERE f.presence = 0 AND f.decision <> 0)::int AS excepted,
      count(*) FILTER (WHERE f.presence > 3)::int AS unproven,
      count(*) FILTER (WHERE f.presence = 0 AND f.decision = 0 AND f.awaiting)::int AS awaiting_scan,
      count(*) FILTER (WHERE f.presence = 0 AND f.decision = 0 AND f.flags & 1 = 1)::int AS kev,
      coalesce(sum(f.points::bigint * f.places) FILTER (WHERE f.presence = 0 AND f.decision = 0), 0)::bigint AS points,
      coalesce(sum(f.points::bigint * f.places), 0)::bigint AS points_all
    FROM remediation_item i CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = i.finding_id OFFSET 0) f
    WHERE i.remediation_id = ANY (p_ids) GROUP BY 1, 2, 3),
  gone AS (
    DELETE FROM remediation_count c WHERE c.remediation_id = ANY (p_ids) AND NOT EXISTS (SELECT 1 FROM now n
      WHERE n.remediation_id = c.remediation_id AND n.team_id = c.team_id AND n.fix_team_id = c.fix_team_id))
  INSERT INTO remediation_count AS c (remediation_id, team_id, fix_team_id, open, fixed, excepted, unproven, awaiting_scan, kev,
      points, points_all)
    SELECT * FROM now ORDER BY 1, 2, 3
  ON CONFLICT (remediation_id, team_id, fix_team_id) DO UPDATE SET open = excluded.open, fixed = excluded.fixed,
    excepted = excluded.excepted, unproven = excluded.unproven, awaiting_scan = excluded.awaiting_scan, kev = excluded.kev,
    points = excluded.points, points_all = excluded.points_all
  WHERE (c.open, c.fixed, c.excepted, c.unproven, c.awaiting_scan, c.kev, c.points, c.points_all) IS DISTINCT FROM (excluded.open,
    excluded.fixed, excluded.excepted, excluded.unproven, excluded.awaiting_scan, excluded.kev, excluded.points, excluded.points_all);
END $$;

-- Open items that a complete report from after p_since still shows, and when it looked; or a version that came in after
-- p_since and is known to have them. What waits for confirmation to be closed shows nothing.
CREATE FUNCTION remediation_refuted(p_id int, p_since timestamptz) RETURNS TABLE (finding_id bigint, at timestamptz)
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
  SELECT f.id, max(greatest(s.complete_at, p.since))
  FROM remediation_item i
  CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = i.finding_id OFFSET 0) f
  CROSS JOIN LATERAL (SELECT asset_id, since FROM placement p WHERE p.subject_id = f.subject_id AND p.place_id = f.place_id
    AND p.team_id = f.team_id OFFSET 0) p
  CROSS JOIN LATERAL (SELECT * FROM detection d WHERE d.asset_id = p.asset_id AND d.rule_id = f.rule_id
    AND (f.loc = 0 OR d.loc = f.loc) AND NOT d.muted OFFSET 0) d
  CROSS JOIN LATERAL (SELECT complete_at FROM scope WHERE id = d.scope_id OFFSET 0) s
  WHERE i.remediation_id = p_id AND f.presence = 0 AND f.decision = 0 AND s.complete_at IS NOT NULL
    AND greatest(s.complete_at, p.since) > p_since
    AND NOT EXISTS (SELECT 1 FROM held_closure h WHERE h.scope_id = d.scope_id AND h.asset_id = d.asset_id AND h.rule_id = d.rule_id
      AND h.loc = d.loc)
  GROUP BY 1 $$;

-- ---------------------------------------------------------------- what makes evidence worth a look

-- Notes that the evidence of remediations changed, and adds the job that judges it: once in a transaction, without a key,
-- since two imports would wait for each other on that.
CREATE FUNCTION remediation_touch(p_ids int[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF cardinality(p_ids) = 0 THEN RETURN; END IF;
  INSERT INTO remediation_touched (remediation_id) SELECT unnest(p_ids);
  IF coalesce(current_setting('parapet.verify', true), '') = '' THEN
    PERFORM set_config('parapet.verify', 'added', true);
    PERFORM graphile_worker.add_job('verify-remediations', '{}'::json, max_attempts => 10::smallint);
  END IF;
END $$;

-- Findings that are items changed, by whatever: presence, decision, team, work.
CREATE FUNCTION remediation_changed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM remediation_item) THEN
    PERFORM remediation_touch(ARRAY(SELECT DISTINCT i.remediation_id FROM changed c
      CROSS JOIN LATERAL (SELECT remediation_id FROM remediation_item WHERE finding_id = c.id OFFSET 0) i));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER remediation_changed AFTER UPDATE ON "finding" REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION remediation_changed();

-- A finding is only ever deleted where it goes up in another (merge_into()): as an item that goes over too.
CREATE FUNCTION remediation_follow() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM remediation_item) AND to_regclass('pg_temp.moving') IS NOT NULL THEN
    WITH went AS (
      DELETE FROM remediation_item i USING gone g WHERE i.finding_id = g.id RETURNING i.*)
    INSERT INTO remediation_item (remediation_id, finding_id, added_at)
      SELECT w.remediation_id, m.target_id, min(w.added_at) FROM went w JOIN moving m ON m.id = w.finding_id
      WHERE m.target_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (remediation_id, finding_id) DO UPDATE SET added_at = least(remediation_item.added_at, excluded.added_at);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER remediation_follow AFTER DELETE ON "finding" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION remediation_follow();

-- A complete report of what a claimed fix is about came in, whether it changed anything or not.
CREATE FUNCTION remediation_heard() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM remediation_watch) THEN
    PERFORM remediation_touch(ARRAY(
      WITH heard AS MATERIALIZED (
        SELECT DISTINCT a.subject_id, CASE WHEN a.kind IN (0, 2) THEN a.cluster_id ELSE 0 END AS cluster_id
        FROM fresh n JOIN stale o ON o.id = n.id CROSS JOIN LATERAL (SELECT * FROM asset WHERE id = n.target_id OFFSET 0) a
        WHERE n.complete_at IS DISTINCT FROM o.complete_at)
      SELECT w.remediation_id FROM heard h JOIN remediation_watch w ON w.subject_id = h.subject_id
      UNION
      SELECT w.remediation_id FROM heard h JOIN remediation_watch w ON w.cluster_id = h.cluster_id WHERE h.cluster_id <> 0));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER remediation_heard AFTER UPDATE ON "scope" REFERENCING OLD TABLE AS stale NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION remediation_heard();
