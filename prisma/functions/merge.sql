-- The merge, in the order in which `mergeReports` (lib/ingest) calls it: begin, apply, move, late (merge-late.sql), derive
-- (merge-derive.sql), flush. It works on the temporary tables that merge_begin() makes; lib/README.md has the idea.

-- Is this transaction one that called merge_begin()? Only then the temporary tables of the merge are its own.
CREATE OR REPLACE FUNCTION merging() RETURNS boolean LANGUAGE sql STABLE AS
  $$ SELECT coalesce(current_setting('parapet.merging', true), '') = 'on' $$;

-- The temporary tables of a merge, made once a session. Each merge begins with what the one before it left, and empties
-- them: a commit that does so (ON COMMIT DELETE ROWS) waits for the disk at each of them, whether it was used or not.
CREATE OR REPLACE FUNCTION merge_begin() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF merging() THEN RETURN; END IF;
  PERFORM set_config('parapet.merging', 'on', true), set_config('client_min_messages', 'warning', true);
  -- The last of them.
  IF to_regclass('pg_temp.outcome') IS NOT NULL THEN PERFORM merge_empty(); RETURN; END IF;
  -- op: 1 said, 2 no longer said, 3 an older report said it too, 4 events to add
  CREATE TEMP TABLE IF NOT EXISTS chg (scope_id int, asset_id int, rule_id int, loc bigint, op smallint, content_hash bigint,
    at timestamptz, report_id bigint, tool_id smallint, severity smallint, severity_source smallint, fix_state smallint,
    evidence jsonb);
  -- complete reports of a class on an asset that may be the first to look at something
  CREATE TEMP TABLE IF NOT EXISTS scn (asset_id int, class smallint, at timestamptz, report_id bigint);
  -- findings that go over to another place or team (-1: whichever)
  CREATE TEMP TABLE IF NOT EXISTS mv (subject_id int, from_place int, from_team int, to_place int, to_team int,
    at timestamptz, report_id bigint, arrived_at timestamptz);
  -- what the part of a finding inherits that goes to another team while the rest stays, or goes elsewhere
  CREATE TEMP TABLE IF NOT EXISTS kin (subject_id int, place_id int, rule_id int, loc bigint, team_id int,
    first_seen_at timestamptz, decision smallint, due_at timestamptz, due_days smallint);
  -- since when evidence that came late shows findings to have been there; `apart`: nothing did for a time since,
  -- `ended`: what awaits a scan was over
  CREATE TEMP TABLE IF NOT EXISTS past (subject_id int, place_id int, rule_id int, loc bigint, team_id int,
    first_seen_at timestamptz, clock timestamptz, apart boolean, ended boolean);
  -- dirty keys
  CREATE TEMP TABLE IF NOT EXISTS dk (subject_id int, place_id int, rule_id int, loc bigint, gone boolean, at timestamptz,
    report_id bigint);
  -- deltas of the roll-up, with the day that they belong to and the flow that they are part of
  CREATE TEMP TABLE IF NOT EXISTS pd (place_id int, team_id int, fix_team_id int, area smallint, kind smallint,
    severity smallint, state smallint, unit smallint, cluster_id int, n bigint, points bigint, kev bigint,
    exposed_kev bigint, fixable bigint, day date, flow smallint, seconds bigint, due smallint, fix_state smallint);
  -- findings that are changed by hand, as they were before, and when that takes effect
  CREATE TEMP TABLE IF NOT EXISTS was (LIKE finding, unit smallint, subject_kind smallint, eff timestamptz, by_report bigint,
    by_actor int, opened_at timestamptz);
  -- findings whose creation takes effect on another day than they were first seen: new ones, and (id) those that an older
  -- report shows to have been there before
  CREATE TEMP TABLE IF NOT EXISTS born (id bigint, subject_id int, place_id int, rule_id int, loc bigint, team_id int,
    at timestamptz, report_id bigint);
  CREATE TEMP TABLE IF NOT EXISTS outcome (report_id bigint, created int, reopened int, closed int, updated int);
END $$;

-- Deleted rows leave room, but for a trace of each: where those are many against the rows that there were, or the rows
-- themselves are, the files are made anew, for which plans are as well.
CREATE OR REPLACE FUNCTION merge_empty() RETURNS void LANGUAGE plpgsql AS $$ DECLARE
  v_pages int := (pg_relation_size('chg') + pg_relation_size('dk') + pg_relation_size('pd')) / 8192;
  v_rows int;
  v_all int := 0;
BEGIN
  IF v_pages < 500 THEN
    DELETE FROM chg; GET DIAGNOSTICS v_rows = ROW_COUNT; v_all := v_all + v_rows;
    DELETE FROM dk; GET DIAGNOSTICS v_rows = ROW_COUNT; v_all := v_all + v_rows;
    DELETE FROM pd; GET DIAGNOSTICS v_rows = ROW_COUNT; v_all := v_all + v_rows;
    DELETE FROM outcome;
    -- Mostly there is none of these.
    IF EXISTS (SELECT 1 FROM scn) OR EXISTS (SELECT 1 FROM mv) OR EXISTS (SELECT 1 FROM kin) OR EXISTS (SELECT 1 FROM past)
      OR EXISTS (SELECT 1 FROM was) OR EXISTS (SELECT 1 FROM born) THEN
      DELETE FROM scn;
      DELETE FROM mv;
      DELETE FROM kin;
      DELETE FROM past;
      DELETE FROM was;
      DELETE FROM born;
    END IF;
  END IF;
  IF v_pages > 20 + v_all / 10 OR v_pages >= 500 THEN TRUNCATE chg, scn, mv, kin, past, dk, pd, was, born, outcome; END IF;
END $$;

-- All of a merge that is staged, one after the other, so that each sees the one before. Returns what became of it, by report.
CREATE OR REPLACE FUNCTION merge_staged() RETURNS TABLE (report bigint, created int, reopened int, closed int, updated int)
LANGUAGE plpgsql AS $$ BEGIN
  PERFORM merge_apply();
  PERFORM merge_move();
  -- Mostly nothing of it comes late.
  IF EXISTS (SELECT FROM (SELECT asset_id, at FROM chg WHERE op IN (1, 3) UNION ALL SELECT asset_id, at FROM scn) c
    CROSS JOIN LATERAL (SELECT FROM placement_past p WHERE p.asset_id = c.asset_id AND p.until > c.at LIMIT 1) p) THEN PERFORM merge_late(); END IF;
  PERFORM merge_derive();
  PERFORM merge_flush();
  RETURN QUERY SELECT o.report_id, sum(o.created)::int, sum(o.reopened)::int, sum(o.closed)::int, sum(o.updated)::int
    FROM outcome o WHERE o.report_id IS NOT NULL GROUP BY 1;
END $$;

-- Detections: what is no longer said goes, what is said comes or changes, what an older report said too gets its date.
CREATE OR REPLACE FUNCTION merge_apply() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$
DECLARE v_gone boolean; v_said boolean; v_older boolean; BEGIN
  -- Most reports bring little, and each statement costs more than that.
  SELECT bool_or(op = 2), bool_or(op IN (1, 4)), bool_or(op = 3) INTO v_gone, v_said, v_older FROM chg;
  IF v_gone THEN
    DELETE FROM detection x USING (
      SELECT d.tid FROM chg c CROSS JOIN LATERAL (SELECT ctid AS tid FROM detection d WHERE d.asset_id = c.asset_id
        AND d.rule_id = c.rule_id AND d.loc = c.loc AND d.scope_id = c.scope_id OFFSET 0) d WHERE c.op = 2) y
    WHERE x.ctid = y.tid;
  END IF;

  IF v_said THEN
    INSERT INTO detection AS d (asset_id, rule_id, loc, scope_id, content_hash, first_seen_at, tool_id, severity,
        severity_source, fix_state, evidence)
      SELECT asset_id, rule_id, loc, scope_id, content_hash, at, tool_id, severity, severity_source, fix_state, evidence
      FROM chg WHERE op IN (1, 4)
    ON CONFLICT (asset_id, rule_id, loc, scope_id) DO UPDATE SET content_hash = excluded.content_hash, muted = false,
      severity_source = excluded.severity_source, fix_state = excluded.fix_state,
      first_seen_at = least(d.first_seen_at, excluded.first_seen_at),
      severity = CASE WHEN d.evidence ? 'lastAt' THEN greatest(d.severity, excluded.severity) ELSE excluded.severity END,
      evidence = CASE WHEN d.evidence ? 'lastAt' AND excluded.evidence ? 'lastAt'
                      THEN events_add(d.evidence, excluded.evidence) ELSE excluded.evidence END;
  END IF;

  IF v_older THEN
    UPDATE detection d SET first_seen_at = y.at FROM (
      SELECT x.tid, c.at FROM chg c CROSS JOIN LATERAL (SELECT ctid AS tid, first_seen_at FROM detection d
        WHERE d.asset_id = c.asset_id AND d.rule_id = c.rule_id AND d.loc = c.loc AND d.scope_id = c.scope_id OFFSET 0) x
      WHERE c.op = 3 AND x.first_seen_at > c.at) y
    WHERE d.ctid = y.tid;
  END IF;

  IF v_gone IS NOT NULL THEN
    WITH places AS MATERIALIZED (
      SELECT a.asset_id, p.subject_id, p.place_id FROM (SELECT DISTINCT asset_id FROM chg) a
      CROSS JOIN LATERAL (SELECT DISTINCT subject_id, place_id FROM placement p WHERE p.asset_id = a.asset_id OFFSET 0) p),
    keys AS MATERIALIZED (
      SELECT c.asset_id, c.rule_id, CASE WHEN is_located(r.kind) THEN c.loc ELSE 0 END AS loc, bool_or(c.op = 2) AS gone,
        max(c.at) AS at, max(c.report_id) AS report_id
      FROM chg c CROSS JOIN LATERAL (SELECT kind FROM rule WHERE id = c.rule_id OFFSET 0) r GROUP BY 1, 2, 3)
    INSERT INTO dk SELECT p.subject_id, p.place_id, k.rule_id, k.loc, k.gone, k.at, k.report_id
      FROM keys k JOIN places p USING (asset_id);
  END IF;

  -- They decide what was only carried over from the version before.
  IF EXISTS (SELECT 1 FROM scn) THEN
    UPDATE asset a SET scanned = a.scanned | s.bits
      FROM (SELECT asset_id, bit_or(1 << class) AS bits FROM scn GROUP BY 1) s
      WHERE a.id = s.asset_id AND a.scanned & s.bits <> s.bits;
    INSERT INTO dk SELECT f.subject_id, f.place_id, f.rule_id, f.loc, false, s.at, s.report_id
      FROM scn s CROSS JOIN LATERAL (SELECT id, subject_id FROM asset WHERE id = s.asset_id OFFSET 0) a
      CROSS JOIN LATERAL (SELECT DISTINCT place_id FROM placement p WHERE p.asset_id = a.id OFFSET 0) p
      CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = a.subject_id AND f.place_id = p.place_id OFFSET 0) f
      WHERE f.kind = s.class AND f.presence = 0 AND f.awaiting;
  END IF;
END $$;

-- Carries findings over to another place or team as the same rows. Where the target has the finding, the two become one.
-- With all that ran there goes all of the history; where something stays, what only the moved part shows goes.
CREATE OR REPLACE FUNCTION merge_move() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM mv) THEN RETURN; END IF;
  CREATE TEMP TABLE move ON COMMIT DROP AS
    SELECT m.*, count(*) OVER (PARTITION BY subject_id, from_place, from_team) > 1 AS several,
      EXISTS (SELECT 1 FROM placement p WHERE p.subject_id = m.subject_id AND p.place_id = m.from_place
        AND (m.from_team = -1 OR p.team_id = m.from_team)) AS stays
    FROM (SELECT subject_id, from_place, from_team, to_place, to_team, max(at) AS at, max(report_id) AS report_id,
            min(arrived_at) AS arrived_at
          FROM mv GROUP BY 1, 2, 3, 4, 5) m;
  INSERT INTO kin SELECT f.subject_id, f.place_id, f.rule_id, f.loc, m.to_team, min(f.first_seen_at), max(f.decision), min(f.due_at),
      (array_agg(f.due_days ORDER BY f.due_at))[1]
    FROM move m CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = m.subject_id AND f.place_id = m.from_place
      AND f.team_id = m.from_team AND f.presence = 0 OFFSET 0) f
    WHERE m.from_place = m.to_place AND (m.stays OR m.several) GROUP BY 1, 2, 3, 4, 5;
  CREATE TEMP TABLE moving ON COMMIT DROP AS
    SELECT DISTINCT ON (f.id) f.*, m.to_place, m.to_team, m.at, m.report_id, m.arrived_at,
      (SELECT p.cluster_id FROM place p WHERE p.id = m.to_place) AS to_cluster,
      coalesce(nullif(s.fix_team_id, 0), m.to_team) AS to_fix_team, NULL::bigint AS target_id
    FROM move m CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = m.subject_id AND f.place_id = m.from_place
      AND (m.from_team = -1 OR f.team_id = m.from_team) OFFSET 0) f
    JOIN subject s ON s.id = f.subject_id
    CROSS JOIN LATERAL (SELECT f.presence = 0 AND (m.stays OR m.several)
      AND is_supported((SELECT x FROM finding x WHERE x.id = f.id), m.to_place, m.to_team) AS there) t
    WHERE NOT m.stays OR (t.there
      AND NOT is_supported((SELECT x FROM finding x WHERE x.id = f.id), m.from_place, m.from_team))
    ORDER BY f.id, t.there DESC, m.to_place, m.to_team;
  -- At another place it is as old as what shows it there: an earlier date may be that of another version. The same holds
  -- for what stays at a place that was only declared.
  UPDATE moving m SET first_seen_at = d.first_seen_at, due_at = d.due_at, state_at = d.state_at
    FROM (SELECT y.* FROM moving m JOIN finding f ON f.id = m.id CROSS JOIN LATERAL redated(f, m.to_place, m.to_team, m.arrived_at) y
      WHERE m.place_id <> m.to_place AND m.presence = 0) d WHERE d.id = m.id;
  CREATE TEMP TABLE staying ON COMMIT DROP AS
    SELECT y.id, y.first_seen_at, y.due_at, y.state_at, m.at, m.report_id
    FROM (SELECT subject_id, from_place, max(at) AS at, max(report_id) AS report_id FROM move WHERE from_team = -1 AND stays GROUP BY 1, 2) m
    JOIN finding f ON f.subject_id = m.subject_id AND f.place_id = m.from_place AND f.presence = 0
    CROSS JOIN LATERAL redated(f, f.place_id, f.team_id, NULL) y WHERE NOT EXISTS (SELECT 1 FROM moving x WHERE x.id = f.id);
  -- Several teams at the old place may go to one team: the oldest row goes over, the others are merged into it.
  -- (Looked up row by row, so that the planner expects as many rows as are moving, and a hash where they are compared.)
  UPDATE moving x SET target_id = t.target_id FROM (
      SELECT m.id, f.id AS target_id FROM moving m CROSS JOIN LATERAL (SELECT id FROM finding f WHERE f.subject_id = m.subject_id
        AND f.place_id = m.to_place AND f.rule_id = m.rule_id AND f.loc = m.loc AND f.team_id = m.to_team OFFSET 0) f
      WHERE NOT EXISTS (SELECT 1 FROM moving y WHERE y.id = f.id)) t
    WHERE x.id = t.id;
  UPDATE moving x SET target_id = y.first_id FROM (
      SELECT id, min(id) OVER (PARTITION BY subject_id, to_place, rule_id, loc, to_team) AS first_id FROM moving) y
    WHERE x.id = y.id AND x.target_id IS NULL AND x.id <> y.first_id;

  CREATE TEMP TABLE touched ON COMMIT DROP AS
    SELECT id, at, report_id, NULL::int AS actor_id FROM moving
    UNION ALL SELECT target_id, at, report_id, NULL FROM moving WHERE target_id IS NOT NULL
    UNION ALL SELECT id, at, report_id, NULL FROM staying;
  PERFORM posture_add(-1);
  UPDATE finding f SET first_seen_at = d.first_seen_at, due_at = d.due_at, state_at = d.state_at FROM staying d WHERE d.id = f.id;
  DELETE FROM finding f USING moving m WHERE f.id = m.id AND m.target_id IS NOT NULL;
  -- One may go where another just leaves: aside first, so that no two ever share a key.
  UPDATE finding f SET team_id = -1 - f.team_id FROM moving m JOIN moving n ON n.subject_id = m.subject_id
      AND n.to_place = m.place_id AND n.to_team = m.team_id AND n.rule_id = m.rule_id AND n.loc = m.loc
    WHERE f.id = m.id AND m.target_id IS NULL;
  UPDATE finding f SET place_id = m.to_place, team_id = m.to_team, cluster_id = m.to_cluster, fix_team_id = m.to_fix_team,
      first_seen_at = m.first_seen_at, due_at = m.due_at, state_at = m.state_at
    FROM moving m WHERE f.id = m.id AND m.target_id IS NULL;
  IF EXISTS (SELECT 1 FROM moving WHERE target_id IS NOT NULL) THEN PERFORM merge_into(); END IF;
  PERFORM posture_add(1);
  INSERT INTO dk SELECT subject_id, to_place, rule_id, loc, false, at, report_id FROM moving;
  DROP TABLE move, moving, staying, touched;
END $$;

-- Creations that take effect on another day than that of the first sight are in the journal (17); those that an older
-- report dates back leave the day that they had.
CREATE OR REPLACE FUNCTION merge_born() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE v_ids bigint[]; BEGIN
  SELECT array_agg(id) INTO v_ids FROM born WHERE id IS NOT NULL;
  INSERT INTO pd SELECT place_id, team_id, fix_team_id, area, kind, severity, state, unit, cluster_id, -n, -points, -kev,
    -exposed_kev, -fixable, day, flow, seconds, due, fix_state FROM history_rows(v_ids, true) WHERE v_ids IS NOT NULL;
  INSERT INTO finding_event (finding_id, axis, observed_at, report_id)
    SELECT f.id, 17, b.at, b.report_id FROM born b CROSS JOIN LATERAL (SELECT id FROM finding f WHERE f.subject_id = b.subject_id
      AND f.place_id = b.place_id AND f.rule_id = b.rule_id AND f.loc = b.loc AND f.team_id = b.team_id OFFSET 0) f;
  INSERT INTO pd SELECT * FROM history_rows(v_ids, true) WHERE v_ids IS NOT NULL;
  DELETE FROM born;
END $$;

-- The rest of merge_move(): findings of `moving` that have a target are one with it from now on. The earliest date and the
-- decisions are kept; what is there wins over what is not. Of two due dates the earlier holds, by the days of the one that stays.
CREATE OR REPLACE FUNCTION merge_into() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE v_now timestamptz := clock_timestamp(); BEGIN
  UPDATE finding_past p SET into_id = m.target_id FROM moving m WHERE p.into_id = m.id AND m.target_id IS NOT NULL;
  INSERT INTO finding_past (id, into_id, at, subject_id, place_id, rule_id, team_id, fix_team_id, kind, area, severity, presence,
      decision, work, awaiting, fix_state, flags, points, places, first_seen_at, due_at)
    SELECT w.id, m.target_id, w.eff, w.subject_id, w.place_id, w.rule_id, w.team_id, w.fix_team_id, w.kind, w.area, w.severity,
      w.presence, w.decision, w.work, w.awaiting, w.fix_state, w.flags, w.points, w.places, w.first_seen_at, w.due_at
    FROM moving m JOIN was w ON w.id = m.id WHERE m.target_id IS NOT NULL;
  INSERT INTO finding_event (finding_id, axis, observed_at, recorded_at, report_id)
    SELECT w.id, 11, w.eff, v_now, w.by_report FROM was w WHERE w.id IN (SELECT target_id FROM moving WHERE target_id IS NOT NULL
      UNION SELECT id FROM moving WHERE target_id IS NOT NULL);
  UPDATE finding f SET first_seen_at = least(f.first_seen_at, m.first_seen_at), decision = greatest(f.decision, m.decision),
      work = greatest(f.work, m.work), assignee_id = coalesce(f.assignee_id, m.assignee_id),
      due_at = CASE WHEN f.presence = 0 AND f.due_at IS NOT NULL THEN least(f.due_at, m.due_from + due_span(f.due_days))
        ELSE coalesce(m.due_at, f.due_at) END,
      due_days = CASE WHEN f.presence = 0 AND f.due_at IS NOT NULL OR m.due_at IS NULL THEN f.due_days ELSE m.due_days END
    FROM (SELECT target_id, min(first_seen_at) AS first_seen_at, max(decision) AS decision, max(work) AS work,
            min(assignee_id) AS assignee_id, min(due_at) FILTER (WHERE presence = 0) AS due_at,
            (array_agg(due_days ORDER BY due_at) FILTER (WHERE presence = 0))[1] AS due_days,
            min(due_at - due_span(due_days)) FILTER (WHERE presence = 0) AS due_from FROM moving WHERE target_id IS NOT NULL GROUP BY 1
          ORDER BY 1) m
    -- Most lose nothing and gain nothing, and are not written.
    WHERE f.id = m.target_id AND (m.first_seen_at < f.first_seen_at OR m.decision > f.decision OR m.work > f.work
      OR f.assignee_id IS NULL AND m.assignee_id IS NOT NULL OR m.due_at IS NOT NULL AND (f.presence <> 0 OR f.due_at IS NULL
        OR m.due_from + due_span(f.due_days) < f.due_at));
  UPDATE finding f SET presence = 0, severity = m.severity, fix_state = m.fix_state, points = m.points, places = m.places,
      flags = m.flags, witnesses = m.witnesses, awaiting = m.awaiting, area = m.area
    FROM (SELECT DISTINCT ON (target_id) * FROM moving WHERE target_id IS NOT NULL AND presence = 0
      ORDER BY target_id, awaiting, id) m
    WHERE f.id = m.target_id AND f.presence <> 0;
  UPDATE finding f SET state = state_of(f.presence, f.awaiting, f.decision, f.work),
      state_at = CASE WHEN state_of(f.presence, f.awaiting, f.decision, f.work) <> w.state THEN m.at ELSE f.state_at END
    FROM was w JOIN (SELECT target_id, max(at) AS at FROM moving WHERE target_id IS NOT NULL GROUP BY 1) m ON m.target_id = w.id
    WHERE f.id = w.id AND (f.state <> state_of(f.presence, f.awaiting, f.decision, f.work) OR f.state <> w.state);
END $$;

-- Last of all: decisions of exceptions, then what is summed over findings, each in the order of its keys, so that two merges
-- that touch the same rows wait, and never for each other.
CREATE OR REPLACE FUNCTION merge_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM exceptions_apply();
  PERFORM posture_count_flush();
  PERFORM posture_sum_flush();
  PERFORM history_flush();
  PERFORM fix_touch();
END $$;
DROP FUNCTION IF EXISTS merge_flush_sums();
