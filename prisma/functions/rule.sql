-- Rules that turn out to be the same become one, with all that was said and decided of either.

-- Step two: what is said, held, known and decided under the old names goes over. After it merge_derive() and
-- merge_flush() as always.
CREATE OR REPLACE FUNCTION rule_merge(p_at timestamptz) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  PERFORM rule_merge_said();
  PERFORM rule_merge_known();
  PERFORM rule_merge_findings(p_at);
  DELETE FROM rule WHERE id IN (SELECT from_id FROM ren);
  UPDATE rule_change c SET into_id = r.to_id FROM ren r WHERE c.into_id = r.from_id AND c.rule_id <> c.into_id;
  INSERT INTO rule_change (rule_id, into_id) SELECT from_id, to_id FROM ren ORDER BY 1;
  DROP TABLE ren, saying, twice, once, news;
END $$;

-- Step one, under the exclusive lock of the catalogue and after merge_begin(): which rules go up in which, what was
-- said by their old names, and what one scope said by several of them (`twice`), for the caller to put together.
CREATE OR REPLACE FUNCTION rule_merge_begin(p_from int[], p_to int[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  CREATE TEMP TABLE ren ON COMMIT DROP AS SELECT * FROM unnest(p_from, p_to) r(from_id, to_id);
  -- Detections are found by asset: those of a rule lie on the assets of its findings, or on assets that have no place.
  CREATE TEMP TABLE saying ON COMMIT DROP AS
    SELECT d.asset_id, d.rule_id, d.loc, d.scope_id, x.to_id FROM (
      SELECT a.id AS asset_id, f.from_id, f.to_id
      FROM (SELECT DISTINCT r.from_id, r.to_id, f.subject_id FROM ren r
        CROSS JOIN LATERAL (SELECT subject_id FROM finding WHERE rule_id = r.from_id OFFSET 0) f) f
      CROSS JOIN LATERAL (SELECT id FROM asset WHERE subject_id = f.subject_id OFFSET 0) a
      UNION
      SELECT a.id, r.from_id, r.to_id FROM asset a CROSS JOIN ren r
      WHERE NOT EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = a.id)) x
    CROSS JOIN LATERAL (SELECT asset_id, rule_id, loc, scope_id FROM detection
      WHERE asset_id = x.asset_id AND rule_id = x.from_id OFFSET 0) d;
  CREATE TEMP TABLE twice ON COMMIT DROP AS
    SELECT asset_id, to_id, loc, scope_id FROM (
      SELECT asset_id, to_id, loc, scope_id FROM saying
      UNION ALL
      SELECT s.asset_id, s.to_id, s.loc, s.scope_id FROM (SELECT DISTINCT asset_id, to_id, loc, scope_id FROM saying) s
      WHERE EXISTS (SELECT 1 FROM detection d WHERE d.asset_id = s.asset_id AND d.rule_id = s.to_id AND d.loc = s.loc
        AND d.scope_id = s.scope_id)) x
    GROUP BY 1, 2, 3, 4 HAVING count(*) > 1;
  -- What the caller makes of them.
  CREATE TEMP TABLE once (LIKE detection INCLUDING DEFAULTS) ON COMMIT DROP;
END $$;

-- The fuller texts stay, as when two tools word a rule differently; of two opinions by one name the graver.
CREATE OR REPLACE FUNCTION rule_merge_known() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  CREATE TEMP TABLE same ON COMMIT DROP AS
    SELECT n.to_id, r.* FROM (SELECT from_id AS id, to_id FROM ren UNION SELECT to_id, to_id FROM ren) n JOIN rule r ON r.id = n.id;
  -- What is learnt of their exploitation concerns all findings.
  CREATE TEMP TABLE news ON COMMIT DROP AS
    SELECT t.id AS rule_id FROM rule t JOIN (SELECT to_id, bool_or(kev) AS kev, max(epss) AS epss FROM same GROUP BY 1) s ON s.to_id = t.id
    WHERE (s.kev, (s.epss >= 0.1) IS TRUE) <> (t.kev, (t.epss >= 0.1) IS TRUE);
  UPDATE rule t SET kev = s.kev, epss = s.epss, factor = s.factor, created_at = s.created_at, description = s.description,
      remediation = s.remediation, title = CASE WHEN t.code LIKE 'k8s:%' THEN t.title ELSE coalesce(s.title, t.title) END,
      "references" = s."references", controls = s.controls
    FROM (SELECT to_id, bool_or(kev) AS kev, max(epss) AS epss, max(factor) AS factor, min(created_at) AS created_at,
        (array_agg(description ORDER BY length(description) DESC NULLS LAST, description COLLATE "C" DESC))[1] AS description,
        (array_agg(remediation ORDER BY length(remediation) DESC NULLS LAST, remediation COLLATE "C" DESC))[1] AS remediation,
        (array_agg(title ORDER BY length(title) DESC, title COLLATE "C" DESC) FILTER (WHERE title <> code))[1] AS title,
        (SELECT coalesce(array_agg(u), '{}') FROM (SELECT DISTINCT unnest(x."references") AS u FROM same x WHERE x.to_id = same.to_id LIMIT 20) u) AS "references",
        (SELECT coalesce(array_agg(DISTINCT u), '{}') FROM (SELECT unnest(x.controls) AS u FROM same x WHERE x.to_id = same.to_id) u) AS controls
      FROM same GROUP BY to_id) s
    WHERE t.id = s.to_id;
  UPDATE rule_alias a SET rule_id = r.to_id FROM ren r WHERE a.rule_id = r.from_id;
  INSERT INTO rule_alias (alias, rule_id) SELECT s.code, s.to_id FROM same s WHERE s.id <> s.to_id ORDER BY 1
    ON CONFLICT (alias) DO UPDATE SET rule_id = excluded.rule_id;
  INSERT INTO advisory AS a (rule_id, by, source, severity, cvss)
    SELECT DISTINCT ON (r.to_id, o.by) r.to_id, o.by, o.source, o.severity, o.cvss FROM ren r JOIN advisory o ON o.rule_id = r.from_id
    ORDER BY r.to_id, o.by, o.severity DESC, o.source DESC
    ON CONFLICT (rule_id, by) DO UPDATE SET source = excluded.source, severity = excluded.severity, cvss = excluded.cvss
    WHERE excluded.severity > a.severity;
  DELETE FROM advisory WHERE rule_id IN (SELECT from_id FROM ren);
  DROP TABLE same;
END $$;

-- Held closures, packed copies and detections go by the name that stays.
CREATE OR REPLACE FUNCTION rule_merge_said() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  -- Held is only what a scope no longer says by any of the names.
  CREATE TEMP TABLE held ON COMMIT DROP AS
    SELECT min(h.report_id) AS report_id, h.scope_id, h.asset_id, h.to_id, h.loc
    FROM (SELECT h.*, coalesce(r.to_id, h.rule_id) AS to_id FROM held_closure h LEFT JOIN ren r ON r.from_id = h.rule_id
          WHERE h.rule_id IN (SELECT from_id FROM ren UNION SELECT to_id FROM ren)) h
    GROUP BY 2, 3, 4, 5
    HAVING count(*) = (SELECT count(*) FROM (SELECT from_id FROM ren WHERE to_id = h.to_id UNION ALL SELECT h.to_id) n(id)
      JOIN detection d ON d.asset_id = h.asset_id AND d.rule_id = n.id AND d.loc = h.loc AND d.scope_id = h.scope_id);
  WITH gone AS (
    DELETE FROM held_closure WHERE rule_id IN (SELECT from_id FROM ren UNION SELECT to_id FROM ren) RETURNING report_id, ctid AS tid)
  UPDATE report r SET state = 'done', result = r.result || '{"held": false}'
    WHERE r.state = 'held' AND r.id IN (SELECT report_id FROM gone) AND NOT EXISTS (SELECT 1 FROM held x WHERE x.report_id = r.id)
      AND NOT EXISTS (SELECT 1 FROM held_closure h WHERE h.report_id = r.id AND h.ctid NOT IN (SELECT tid FROM gone));
  INSERT INTO held_closure (report_id, scope_id, asset_id, rule_id, loc) SELECT report_id, scope_id, asset_id, to_id, loc FROM held;
  DROP TABLE held;

  -- Packed copies that name the rules are void; the rows say the same.
  DELETE FROM scope_seen WHERE scope_id IN (SELECT scope_id FROM saying);
  DELETE FROM scope_said WHERE scope_id IN (SELECT scope_id FROM saying);
  UPDATE scope SET findings = NULL WHERE findings IS NOT NULL AND id IN (SELECT scope_id FROM saying);
  -- Silence about one of the names is silence about the flaw.
  UPDATE scope s SET silent_rules = ARRAY(SELECT coalesce(r.to_id, k.id) FROM unnest(s.silent_rules) WITH ORDINALITY k(id, n)
      LEFT JOIN ren r ON r.from_id = k.id ORDER BY k.n)
    WHERE s.silent_rules IS NOT NULL AND s.silent_rules && ARRAY(SELECT from_id FROM ren);
  DELETE FROM detection x USING (
    SELECT d.tid FROM once o JOIN (SELECT from_id AS id, to_id FROM ren UNION SELECT to_id, to_id FROM ren) r ON r.to_id = o.rule_id
    CROSS JOIN LATERAL (SELECT ctid AS tid FROM detection d WHERE d.asset_id = o.asset_id AND d.rule_id = r.id AND d.loc = o.loc
      AND d.scope_id = o.scope_id OFFSET 0) d) y
  WHERE x.ctid = y.tid;
  UPDATE detection x SET rule_id = y.to_id FROM (
    SELECT d.tid, s.to_id FROM saying s CROSS JOIN LATERAL (SELECT ctid AS tid FROM detection d WHERE d.asset_id = s.asset_id
      AND d.rule_id = s.rule_id AND d.loc = s.loc AND d.scope_id = s.scope_id OFFSET 0) d) y
  WHERE x.ctid = y.tid;
  INSERT INTO detection SELECT * FROM once;
END $$;

-- Before findings of two rules become one: what each side knew when it was decided upon. A decision that the other
-- side's severity or listing ends is ended; one that was taken knowing them holds, and so the one finding goes on with
-- what that side knew. Of findings that are both closed the one that closed last says how. Leaves `side` behind.
CREATE OR REPLACE FUNCTION rule_merge_sides(p_at timestamptz) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  CREATE TEMP TABLE side ON COMMIT DROP AS
    SELECT x.*, bool_or(x.presence = 0) OVER (PARTITION BY x.target_id) AS present,
      max(x.decision) OVER (PARTITION BY x.target_id) AS decided, NULL::smallint AS now, false AS lost
    FROM (
      SELECT m.target_id, m.id, m.subject_id, m.place_id, m.to_rule AS rule_id, m.loc, m.team_id, m.presence, m.decision,
        m.severity, m.flags, m.witnesses, m.state, m.state_at, m.first_seen_at, m.due_at, m.due_days FROM moving m WHERE m.target_id IS NOT NULL
      UNION ALL
      SELECT f.id, f.id, f.subject_id, f.place_id, f.rule_id, f.loc, f.team_id, f.presence, f.decision, f.severity, f.flags, f.witnesses, f.state,
        f.state_at, f.first_seen_at, f.due_at, f.due_days
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
  UPDATE moving m SET decision = 0, due_at = due_resumed(m.due_at, m.decision, m.state_at, p_at) FROM side s WHERE s.lost AND s.id = m.id;
  UPDATE finding f SET decision = 0, due_at = due_resumed(f.due_at, f.decision, f.state_at, p_at) FROM side s WHERE s.lost AND s.id = f.id AND s.id = s.target_id;

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
    SELECT s.id, min(o.due_at - due_span(o.due_days)) + due_span(min(s.due_days)) AS due_at FROM side s JOIN side o ON o.target_id = s.target_id
    WHERE (s.presence = 0 OR NOT s.present) AND o.presence <> 0 AND o.state_at >= s.first_seen_at AND o.due_at - due_span(o.due_days) < s.due_at - due_span(s.due_days) GROUP BY 1;
  UPDATE moving m SET due_at = d.due_at FROM due d WHERE d.id = m.id;
  UPDATE finding f SET due_at = d.due_at FROM due d WHERE d.id = f.id;

  CREATE TEMP TABLE ended ON COMMIT DROP AS
    SELECT DISTINCT ON (target_id) target_id, id FROM side WHERE NOT present ORDER BY target_id, state_at DESC, id = target_id DESC, id;
  UPDATE finding f SET presence = m.presence, state_at = m.state_at, severity = m.severity, fix_state = m.fix_state, points = m.points,
      places = m.places, flags = m.flags, witnesses = m.witnesses, area = m.area, due_at = m.due_at, due_days = m.due_days, state = state_of(m.presence, false, f.decision, f.work)
    FROM ended e JOIN moving m ON m.id = e.id WHERE f.id = e.target_id;
  DROP TABLE holds, seen, ended, due;
END $$;

-- Findings of the old rules are findings of the new ones; where those have one already, the two are one from now on,
-- as when a finding moves to a place or team that has it (merge_into()).
CREATE OR REPLACE FUNCTION rule_merge_findings(p_at timestamptz) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  CREATE TEMP TABLE moving ON COMMIT DROP AS
    SELECT f.*, r.to_id AS to_rule, f.place_id AS to_place, f.team_id AS to_team, p_at AS at, NULL::bigint AS report_id,
      f.cluster_id AS to_cluster, f.fix_team_id AS to_fix_team, NULL::bigint AS target_id
    FROM ren r CROSS JOIN LATERAL (SELECT * FROM finding WHERE rule_id = r.from_id OFFSET 0) f;
  UPDATE moving m SET target_id = y.target_id FROM (
      SELECT m.id, f.id AS target_id FROM moving m CROSS JOIN LATERAL (SELECT id FROM finding f WHERE f.subject_id = m.subject_id
        AND f.place_id = m.place_id AND f.rule_id = m.to_rule AND f.loc = m.loc AND f.team_id = m.team_id OFFSET 0) f) y
    WHERE m.id = y.id;
  UPDATE moving x SET target_id = y.first_id FROM (SELECT subject_id, place_id, to_rule, loc, team_id, min(id) AS first_id
      FROM moving WHERE target_id IS NULL GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1) y
    WHERE x.target_id IS NULL AND (x.subject_id, x.place_id, x.to_rule, x.loc, x.team_id)
      = (y.subject_id, y.place_id, y.to_rule, y.loc, y.team_id) AND x.id <> y.first_id;
  CREATE TEMP TABLE touched ON COMMIT DROP AS
    SELECT id, p_at AS at, NULL::bigint AS report_id, NULL::int AS actor_id
    FROM (SELECT id FROM moving UNION SELECT target_id FROM moving WHERE target_id IS NOT NULL) t;
  PERFORM posture_add(-1);
  IF EXISTS (SELECT 1 FROM moving WHERE target_id IS NOT NULL) THEN PERFORM rule_merge_sides(p_at); END IF;
  DELETE FROM finding f USING moving m WHERE f.id = m.id AND m.target_id IS NOT NULL;
  UPDATE finding f SET rule_id = m.to_rule, kind = r.kind FROM moving m JOIN rule r ON r.id = m.to_rule
    WHERE f.id = m.id AND m.target_id IS NULL;
  IF EXISTS (SELECT 1 FROM moving WHERE target_id IS NOT NULL) THEN
    PERFORM merge_into();
    -- In its state since any of the sides was.
    UPDATE finding f SET state_at = s.state_at FROM (SELECT target_id, state, min(state_at) AS state_at FROM side GROUP BY 1, 2) s
      WHERE f.id = s.target_id AND f.state = s.state AND f.state_at <> s.state_at;
    DROP TABLE side;
  END IF;
  PERFORM posture_add(1);
  INSERT INTO dk SELECT subject_id, place_id, to_rule, loc, false, p_at, NULL::bigint FROM moving
    UNION SELECT f.subject_id, f.place_id, f.rule_id, f.loc, false, p_at, NULL::bigint FROM news n
      CROSS JOIN LATERAL (SELECT * FROM finding WHERE rule_id = n.rule_id OFFSET 0) f;
  DROP TABLE moving, touched;
END $$;
