-- What people say to each other about a finding. Text of people: shown as text, never as markup.
CREATE TABLE "comment" (
    "id" BIGSERIAL NOT NULL,
    "finding_id" BIGINT NOT NULL,
    "author_id" INTEGER,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "comment_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "comment_finding_id_idx" ON "comment"("finding_id");
GRANT SELECT ON "comment" TO parapet_read;
ALTER TABLE "comment" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "comment" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM finding f WHERE f.id = "comment".finding_id));

-- A finding is only ever deleted where it goes up in another (merge_into()): the discussion goes with it.
CREATE FUNCTION comment_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF to_regclass('pg_temp.moving') IS NOT NULL AND EXISTS (SELECT 1 FROM gone) THEN
    UPDATE comment c SET finding_id = m.target_id FROM gone g JOIN moving m ON m.id = g.id
      WHERE c.finding_id = g.id AND m.target_id IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER comment_follow AFTER DELETE ON "finding" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION comment_follow();

-- Before findings of two rules become one: what each side knew when it was decided upon. A decision that the other
-- side's severity or listing ends is ended; one that was taken knowing them holds, and so the one finding goes on with
-- what that side knew. Of findings that are both closed the one that closed last says how. Leaves `side` behind.
CREATE OR REPLACE FUNCTION rule_merge_sides(p_at timestamptz) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  CREATE TEMP TABLE side ON COMMIT DROP AS
    SELECT x.*, bool_or(x.presence = 0) OVER (PARTITION BY x.target_id) AS present,
      max(x.decision) OVER (PARTITION BY x.target_id) AS decided, NULL::smallint AS now, false AS lost
    FROM (
      SELECT m.target_id, m.id, m.subject_id, m.place_id, m.to_rule AS rule_id, m.loc, m.team_id, m.presence, m.decision,
        m.severity, m.flags, m.witnesses, m.state, m.state_at, m.first_seen_at, m.due_at FROM moving m WHERE m.target_id IS NOT NULL
      UNION ALL
      SELECT f.id, f.id, f.subject_id, f.place_id, f.rule_id, f.loc, f.team_id, f.presence, f.decision, f.severity, f.flags, f.witnesses, f.state,
        f.state_at, f.first_seen_at, f.due_at
      FROM (SELECT DISTINCT target_id FROM moving WHERE target_id IS NOT NULL) t
      CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = t.target_id OFFSET 0) f) x;
  -- The first of several old rules has not its new name yet.
  UPDATE side s SET rule_id = r.to_id FROM ren r WHERE s.rule_id = r.from_id;
  UPDATE side s SET now = y.severity FROM (
      SELECT s.id, (max(d.severity_source * 8 + d.severity) % 8)::smallint AS severity FROM side s
      CROSS JOIN LATERAL (SELECT asset_id FROM placement p WHERE p.subject_id = s.subject_id AND p.place_id = s.place_id
        AND p.team_id = s.team_id OFFSET 0) p
      CROSS JOIN LATERAL (SELECT severity, severity_source FROM detection d WHERE d.asset_id = p.asset_id AND d.rule_id = s.rule_id
        AND (s.loc = 0 OR d.loc = s.loc) AND NOT d.muted OFFSET 0) d
      WHERE s.decided <> 0 GROUP BY 1) y
    WHERE s.id = y.id;
  UPDATE side s SET lost = true FROM rule r
    WHERE r.id = s.rule_id AND s.decision <> 0 AND (s.present OR s.now IS NOT NULL)
      AND (r.kev AND s.flags & 1 = 0 OR coalesce(severity_rises(s.severity, s.now), false));
  UPDATE moving m SET decision = 0 FROM side s WHERE s.lost AND s.id = m.id;
  UPDATE finding f SET decision = 0 FROM side s WHERE s.lost AND s.id = f.id AND s.id = s.target_id;

  CREATE TEMP TABLE holds ON COMMIT DROP AS
    SELECT DISTINCT ON (target_id) target_id, severity, (flags & 1)::smallint AS kev FROM side WHERE decision <> 0 AND NOT lost
    ORDER BY target_id, decision DESC, severity DESC, id;
  UPDATE moving m SET severity = h.severity, flags = m.flags & ~1 | h.kev FROM holds h WHERE h.target_id = m.target_id;
  UPDATE finding f SET severity = h.severity, flags = f.flags & ~1 | h.kev FROM holds h WHERE h.target_id = f.id;

  -- While a version awaits its scan, whoever saw either side before is a witness; else derive() says who is.
  CREATE TEMP TABLE seen ON COMMIT DROP AS
    SELECT target_id, bit_or(witnesses) AS witnesses FROM side WHERE presence = 0 GROUP BY 1 HAVING count(*) > 1;
  UPDATE moving m SET witnesses = s.witnesses FROM seen s WHERE s.target_id = m.target_id AND m.presence = 0;
  UPDATE finding f SET witnesses = s.witnesses FROM seen s WHERE s.target_id = f.id AND f.presence = 0;

  -- What was open under one name when the other came was never fixed: it is due when it was.
  CREATE TEMP TABLE due ON COMMIT DROP AS
    SELECT s.id, min(o.due_at) AS due_at FROM side s JOIN side o ON o.target_id = s.target_id
    WHERE (s.presence = 0 OR NOT s.present) AND o.presence <> 0 AND o.state_at >= s.first_seen_at AND o.due_at < s.due_at GROUP BY 1;
  UPDATE moving m SET due_at = d.due_at FROM due d WHERE d.id = m.id;
  UPDATE finding f SET due_at = d.due_at FROM due d WHERE d.id = f.id;

  CREATE TEMP TABLE ended ON COMMIT DROP AS
    SELECT DISTINCT ON (target_id) target_id, id FROM side WHERE NOT present ORDER BY target_id, state_at DESC, id = target_id DESC, id;
  UPDATE finding f SET presence = m.presence, state_at = m.state_at, severity = m.severity, fix_state = m.fix_state, points = m.points,
      places = m.places, flags = m.flags, witnesses = m.witnesses, area = m.area, due_at = m.due_at, state = state_of(m.presence, false, f.decision, f.work)
    FROM ended e JOIN moving m ON m.id = e.id WHERE f.id = e.target_id;
  DROP TABLE holds, seen, ended, due;
END $$;
