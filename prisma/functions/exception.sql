-- Which exception decides a finding. services/exception/testing/oracle.ts says the same naively.

-- Is the finding in the scope?
CREATE OR REPLACE FUNCTION exception_matches(x exception, f finding) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT x.rule_id = f.rule_id AND (x.subject_id IS NULL OR x.subject_id = f.subject_id)
    AND (x.cluster_id IS NULL OR x.cluster_id = f.cluster_id) AND (x.team_id IS NULL OR x.team_id IN (f.team_id, f.fix_team_id))
    AND (x.namespace IS NULL OR x.namespace = (SELECT p.namespace FROM place p WHERE p.id = f.place_id)) $$;

-- No worse than what was decided upon, and not lost since? A place where several teams have the finding is one matter.
CREATE OR REPLACE FUNCTION exception_holds(x exception, f finding) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT NOT coalesce(severity_rises(x.severity, f.severity), false) AND (x.kev OR f.flags & 1 = 0)
    AND NOT EXISTS (SELECT 1 FROM finding g JOIN exception_lost o ON o.finding_id = g.id WHERE g.subject_id = f.subject_id
      AND g.place_id = f.place_id AND g.rule_id = f.rule_id AND g.loc = f.loc AND o.exception_id = x.id) $$;

-- How closely the scope is drawn: the closest one decides.
CREATE OR REPLACE FUNCTION exception_rank(x exception) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (x.subject_id IS NOT NULL)::int * 8 + (x.namespace IS NOT NULL)::int * 4 + (x.cluster_id IS NOT NULL)::int * 2
    + (x.team_id IS NOT NULL)::int $$;

-- The active exception that decides: the closest; of those the one decided last.
CREATE OR REPLACE FUNCTION exception_of(f finding) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT x.id FROM exception x WHERE x.rule_id = f.rule_id AND x.state = 1 AND exception_matches(x, f) AND exception_holds(x, f)
  ORDER BY exception_rank(x) DESC, x.decided_at DESC, x.id DESC LIMIT 1 $$;

-- Gives the findings of the temporary table `settle` (id, at, report_id, actor_id) the decision that the active exceptions
-- have for them, with journal and roll-up deltas. `p_why` is said in the journal where an exception ended: 1 expired,
-- 2 revoked, 3 the severity rose, 4 listed as exploited, 5 not in its scope any more, 6 renewed, 7 taken back. Between merge_begin() and
-- merge_flush(), under the locks of the merge. The clock of a due date stands still while a decision holds; where the
-- finding became worse, merge_derive() has seen to it.
CREATE OR REPLACE FUNCTION exceptions_settle(p_why int) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  -- The merge ends a decision when the finding becomes worse: then none of the exceptions that cover it do any more.
  INSERT INTO exception_lost (exception_id, finding_id, reason, at)
    SELECT x.id, l.finding_id, CASE WHEN (l.f).flags & 1 = 1 AND NOT l.kev THEN 4 ELSE 3 END, l.at
    FROM (SELECT l.finding_id, l.kev, f, s.at FROM settle s JOIN finding_exception l ON l.finding_id = s.id
          CROSS JOIN LATERAL (SELECT f FROM finding f WHERE f.id = s.id AND f.decision = 0 OFFSET 0) f) l
    JOIN exception x ON x.rule_id = (l.f).rule_id AND x.state = 1 AND exception_matches(x, l.f)
    ON CONFLICT DO NOTHING;
  CREATE TEMP TABLE settled ON COMMIT DROP AS
    SELECT f.id, f.decision AS o_decision, l.exception_id AS o_exception, l.since, x.id AS exception_id, coalesce(x.decision, 0)::smallint AS decision,
      f.team_id, f.fix_team_id, f.severity, f.flags & 1 = 1 AS kev, f.first_seen_at,
      l.exception_id IS NOT NULL AND f.decision = 0 AS lost, l.severity AS o_severity, l.kev AS o_kev, l.team_id AS o_team, l.fix_team_id AS o_fix,
      s.report_id, s.actor_id, greatest(s.at, x.decided_at) AS at
    FROM (SELECT id, max(at) AS at, max(report_id) AS report_id, max(actor_id) AS actor_id FROM settle GROUP BY 1) s
    CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = s.id OFFSET 0) f
    LEFT JOIN finding_exception l ON l.finding_id = s.id
    LEFT JOIN exception x ON x.id = (SELECT exception_of(g) FROM finding g WHERE g.id = s.id);

  CREATE TEMP TABLE touched ON COMMIT DROP AS
    SELECT id, at, report_id, actor_id FROM settled WHERE decision <> o_decision OR (decision = 0 AND lost);
  IF EXISTS (SELECT 1 FROM touched) THEN
    PERFORM posture_add(-1);
    UPDATE finding f SET decision = s.decision, state = state_of(f.presence, f.awaiting, s.decision, f.work),
        state_at = CASE WHEN state_of(f.presence, f.awaiting, s.decision, f.work) <> f.state THEN s.at ELSE f.state_at END,
        due_at = CASE WHEN f.decision <> s.decision THEN due_resumed(f.due_at, f.decision, f.state_at, s.at) ELSE f.due_at END
      FROM settled s JOIN touched t ON t.id = s.id WHERE f.id = s.id;
    PERFORM posture_add(1);
  END IF;

  DELETE FROM finding_exception l USING settled s WHERE l.finding_id = s.id AND s.exception_id IS NULL;
  INSERT INTO finding_exception AS l (finding_id, exception_id, team_id, fix_team_id, severity, kev, since)
    SELECT id, exception_id, team_id, fix_team_id, severity, kev,
      CASE WHEN o_decision = decision AND since IS NOT NULL THEN since ELSE at END
    FROM settled WHERE exception_id IS NOT NULL
      AND (exception_id, team_id, fix_team_id, severity, kev) IS DISTINCT FROM (o_exception, o_team, o_fix, o_severity, o_kev)
    ORDER BY id
  ON CONFLICT (finding_id) DO UPDATE SET exception_id = excluded.exception_id, team_id = excluded.team_id,
    fix_team_id = excluded.fix_team_id, severity = excluded.severity, kev = excluded.kev, since = excluded.since;
  INSERT INTO finding_event (finding_id, axis, before, after, observed_at, recorded_at, report_id, actor_id)
    SELECT s.id, 18, s.o_exception, coalesce(s.exception_id, -coalesce(
        (SELECT max(o.reason) FROM exception_lost o WHERE o.finding_id = s.id AND o.exception_id = s.o_exception AND s.lost), nullif(p_why, 0), 5)),
      coalesce(e.observed_at, takes_effect(s.id, s.first_seen_at, s.at)), coalesce(e.recorded_at, clock_timestamp()), s.report_id, s.actor_id
    FROM settled s LEFT JOIN LATERAL (SELECT observed_at, recorded_at FROM finding_event e WHERE e.finding_id = s.id AND e.axis = 1
      AND s.decision <> s.o_decision ORDER BY e.id DESC LIMIT 1) e ON true
    WHERE s.o_exception IS DISTINCT FROM s.exception_id;
  DROP TABLE settled, touched;
END $$;

-- What a merge changed, as far as active exceptions concern its rules.
CREATE OR REPLACE FUNCTION exceptions_apply() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE v_rules int[]; BEGIN
  IF NOT merging() OR NOT EXISTS (SELECT 1 FROM exception WHERE state = 1) THEN RETURN; END IF;
  SELECT array_agg(DISTINCT rule_id) INTO v_rules FROM dk WHERE rule_id IN (SELECT rule_id FROM exception WHERE state = 1);
  IF v_rules IS NULL THEN RETURN; END IF;
  CREATE TEMP TABLE settle ON COMMIT DROP AS
    SELECT f.id, k.at, k.report_id, NULL::int AS actor_id
    FROM (SELECT subject_id, place_id, rule_id, loc, max(at) AS at, max(report_id) AS report_id FROM dk WHERE rule_id = ANY (v_rules)
          GROUP BY 1, 2, 3, 4) k
    CROSS JOIN LATERAL (SELECT id FROM finding f WHERE f.subject_id = k.subject_id AND f.place_id = k.place_id
      AND f.rule_id = k.rule_id AND f.loc = k.loc OFFSET 0) f;
  PERFORM exceptions_settle(0);
  DROP TABLE settle;
END $$;

-- Puts an exception in force: it covers what its scope matches, up to the gravity of what that is now.
CREATE OR REPLACE FUNCTION exception_begin(p_id int, p_at timestamptz, p_actor int) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  CREATE TEMP TABLE settle ON COMMIT DROP AS
    SELECT f.id, p_at AS at, NULL::bigint AS report_id, p_actor AS actor_id
    FROM exception x CROSS JOIN LATERAL (SELECT f FROM finding f WHERE f.rule_id = x.rule_id OFFSET 0) g CROSS JOIN LATERAL (SELECT (g.f).*) f
    WHERE x.id = p_id AND exception_matches(x, g.f);
  UPDATE exception x SET state = 1, decided_by = p_actor, decided_at = p_at,
      kev = (SELECT r.kev FROM rule r WHERE r.id = x.rule_id),
      severity = coalesce((SELECT max(f.severity) FROM settle s JOIN finding f ON f.id = s.id WHERE f.presence = 0),
        (SELECT max(f.severity) FROM settle s JOIN finding f ON f.id = s.id), (SELECT max(a.severity) FROM advisory a WHERE a.rule_id = x.rule_id))
    WHERE x.id = p_id;
  PERFORM exceptions_settle(0);
  DROP TABLE settle;
END $$;

-- Ends one that is in force: p_state 4 revoked, 5 expired, 6 renewed. What it decided on is open again, but for what
-- another one covers.
CREATE OR REPLACE FUNCTION exception_end(p_id int, p_state int, p_at timestamptz, p_actor int) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  UPDATE exception SET state = p_state, ended_at = p_at, ended_by = p_actor WHERE id = p_id;
  CREATE TEMP TABLE settle ON COMMIT DROP AS
    SELECT finding_id AS id, p_at AS at, NULL::bigint AS report_id, p_actor AS actor_id FROM finding_exception WHERE exception_id = p_id;
  PERFORM exceptions_settle(CASE p_state WHEN 5 THEN 1 WHEN 4 THEN 2 ELSE 6 END);
  DELETE FROM exception_lost WHERE exception_id = p_id;
  DROP TABLE settle;
END $$;

-- Takes an approval back: the request waits again. What it decided on is open again, but for what another one covers.
CREATE OR REPLACE FUNCTION exception_undo(p_id int, p_at timestamptz, p_actor int) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  UPDATE exception SET state = 0, decided_by = NULL, decided_at = NULL, note = NULL, severity = NULL, kev = false WHERE id = p_id;
  CREATE TEMP TABLE settle ON COMMIT DROP AS
    SELECT finding_id AS id, p_at AS at, NULL::bigint AS report_id, p_actor AS actor_id FROM finding_exception WHERE exception_id = p_id;
  PERFORM exceptions_settle(7);
  DELETE FROM exception_lost WHERE exception_id = p_id;
  DROP TABLE settle;
END $$;

-- Findings that go up in another one (merge_into()) hand over what decides on them, and what was lost stays lost.
CREATE OR REPLACE FUNCTION exception_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM exception WHERE state = 1) THEN RETURN NULL; END IF;
  IF to_regclass('pg_temp.moving') IS NOT NULL THEN
    INSERT INTO finding_exception (finding_id, exception_id, team_id, fix_team_id, severity, kev, since)
      SELECT DISTINCT ON (m.target_id) m.target_id, l.exception_id, l.team_id, l.fix_team_id, l.severity, l.kev, l.since
      FROM gone g JOIN moving m ON m.id = g.id JOIN finding_exception l ON l.finding_id = g.id WHERE m.target_id IS NOT NULL
      ORDER BY m.target_id, l.finding_id ON CONFLICT DO NOTHING;
    INSERT INTO exception_lost (exception_id, finding_id, reason, at)
      SELECT DISTINCT ON (o.exception_id, m.target_id) o.exception_id, m.target_id, o.reason, o.at
      FROM gone g JOIN moving m ON m.id = g.id JOIN exception_lost o ON o.finding_id = g.id WHERE m.target_id IS NOT NULL
      ORDER BY 1, 2, 4 ON CONFLICT DO NOTHING;
  END IF;
  DELETE FROM finding_exception l USING gone g WHERE l.finding_id = g.id;
  DELETE FROM exception_lost o USING gone g WHERE o.finding_id = g.id;
  RETURN NULL;
END $$;

-- Rules that go up in another one take their exceptions with them, which then cover its findings as well.
CREATE OR REPLACE FUNCTION exception_rule_follow() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  UPDATE exception x SET rule_id = n.into_id FROM news n WHERE n.rule_id <> n.into_id AND x.rule_id = n.rule_id;
  IF merging() THEN
    INSERT INTO dk (subject_id, place_id, rule_id, loc, gone, at)
      SELECT f.subject_id, f.place_id, f.rule_id, f.loc, false, coalesce((SELECT max(at) FROM dk), r.at)
      FROM (SELECT n.into_id, max(x.decided_at) AS at FROM news n JOIN exception x ON x.rule_id = n.into_id AND x.state = 1
            WHERE n.rule_id <> n.into_id GROUP BY 1) r
      CROSS JOIN LATERAL (SELECT * FROM finding WHERE rule_id = r.into_id OFFSET 0) f;
  END IF;
  RETURN NULL;
END $$;
