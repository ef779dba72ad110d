-- Reports that come late: what a version had while it ran where it does not run any more.

-- A report on a version of an image may come when a newer version has taken its place. What it shows from before then was
-- there then: a finding that is known is as old as that, and one that is not is made as of then, and carried over by the
-- same rules as if the report had come in time: it goes on where nobody looked at the newer version, and is closed as of
-- when somebody did. Between merge_move() and merge_derive().
CREATE OR REPLACE FUNCTION merge_late() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ BEGIN
  IF EXISTS (SELECT FROM (SELECT asset_id, min(at) AS at FROM chg WHERE op IN (1, 3) GROUP BY 1) c
    CROSS JOIN LATERAL (SELECT FROM placement_past p WHERE p.asset_id = c.asset_id AND p.until > c.at LIMIT 1) p) THEN PERFORM late_said(); END IF;
  IF EXISTS (SELECT FROM scn s CROSS JOIN LATERAL (SELECT FROM placement_past p WHERE p.asset_id = s.asset_id AND p.until > s.at LIMIT 1) p)
    THEN PERFORM late_looked(); END IF;
END $$;

-- What it says.
CREATE OR REPLACE FUNCTION late_said() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$
DECLARE v_until timestamptz; BEGIN
  -- For whoever owns now what ran it.
  CREATE TEMP TABLE late ON COMMIT DROP AS
    SELECT p.subject_id, p.place_id, c.rule_id, c.loc, p.asset_id, p.workload_id, c.kind, p.since, p.arrived_at, p.until, c.at, c.report_id,
      greatest(d.first_seen_at, p.since) AS first_seen_at, greatest(d.first_seen_at, p.since, p.arrived_at) AS clock,
      coalesce((SELECT team_id FROM placement x WHERE x.workload_id = p.workload_id AND x.place_id = p.place_id
        ORDER BY x.asset_id = p.workload_id DESC LIMIT 1), p.team_id) AS team_id
    FROM (SELECT c.asset_id, c.rule_id, CASE WHEN is_located(r.kind) THEN c.loc ELSE 0 END AS loc, min(r.kind) AS kind, min(c.at) AS at,
            max(c.report_id) AS report_id
          FROM chg c CROSS JOIN LATERAL (SELECT kind FROM rule WHERE id = c.rule_id OFFSET 0) r WHERE c.op IN (1, 3) GROUP BY 1, 2, 3) c
    CROSS JOIN LATERAL (SELECT * FROM placement_past p WHERE p.asset_id = c.asset_id AND p.until > c.at OFFSET 0) p
    CROSS JOIN LATERAL (SELECT min(first_seen_at) AS first_seen_at FROM detection d WHERE d.asset_id = c.asset_id AND d.rule_id = c.rule_id
      AND (c.loc = 0 OR d.loc = c.loc) AND NOT d.muted OFFSET 0) d
    WHERE d.first_seen_at IS NOT NULL;

  -- What is known was there earlier. Where that had ended by the time that it was known of, it had to wait for a scan in
  -- between, or was closed, where the version that came after it was looked at before.
  WITH older AS MATERIALIZED (
    SELECT l.*, f.first_seen_at IS NOT NULL AS known, l.until < f.first_seen_at AS apart, EXISTS (SELECT FROM (
        SELECT q.asset_id FROM placement_past q WHERE q.subject_id = l.subject_id AND q.place_id = l.place_id AND q.workload_id = l.workload_id AND q.until > l.until
        UNION ALL SELECT x.asset_id FROM placement x WHERE x.subject_id = l.subject_id AND x.place_id = l.place_id AND x.workload_id = l.workload_id) v
      JOIN scope s ON s.target_id = v.asset_id AND s.class = l.kind AND s.profile = '' AND s.looked_at < f.first_seen_at
      WHERE NOT EXISTS (SELECT FROM detection d WHERE d.asset_id = v.asset_id AND d.rule_id = l.rule_id AND (l.loc = 0 OR d.loc = l.loc)
        AND d.first_seen_at <= s.looked_at AND NOT d.muted)) AS lacked
    FROM late l LEFT JOIN LATERAL (SELECT first_seen_at FROM finding f WHERE f.subject_id = l.subject_id AND f.place_id = l.place_id
      AND f.rule_id = l.rule_id AND f.loc = l.loc AND f.team_id = l.team_id OFFSET 0) f ON true
    WHERE f.first_seen_at IS NULL OR l.first_seen_at < f.first_seen_at),
  dirty AS (INSERT INTO dk SELECT subject_id, place_id, rule_id, loc, false, at, report_id FROM older WHERE known)
  INSERT INTO past SELECT subject_id, place_id, rule_id, loc, team_id, min(first_seen_at), CASE WHEN NOT (bool_and(apart) AND bool_or(lacked)) IS TRUE THEN min(clock) END,
      coalesce(bool_and(apart), false)
    FROM older GROUP BY 1, 2, 3, 4, 5;

  -- What had to wait for a scan waited only until this one. (Since when a state is, is not in the journal.)
  UPDATE finding f SET state_at = e.first_seen_at FROM (
    SELECT f.id, min(l.first_seen_at) AS first_seen_at FROM late l CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = l.subject_id
        AND f.place_id = l.place_id AND f.rule_id = l.rule_id AND f.loc = l.loc AND f.team_id = l.team_id OFFSET 0) f
      CROSS JOIN LATERAL (SELECT max(observed_at) FILTER (WHERE after = 1) AS began, max(observed_at) FILTER (WHERE after = 0) AS ended
        FROM finding_event WHERE finding_id = f.id AND axis = 10 OFFSET 0) w
    WHERE f.presence = 0 AND NOT f.awaiting AND f.state_at = w.ended AND l.first_seen_at BETWEEN greatest(w.began, f.first_seen_at) AND f.state_at
      AND l.until >= f.state_at AND NOT EXISTS (SELECT FROM finding_event e WHERE e.finding_id = f.id AND e.axis IN (0, 1, 2) AND e.observed_at >= w.ended)
    GROUP BY 1) e WHERE f.id = e.id;

  -- What is not known. `over_at`: a version that came and went since was looked at, and lacked it.
  DELETE FROM late l WHERE EXISTS (SELECT FROM finding f WHERE f.subject_id = l.subject_id AND f.place_id = l.place_id AND f.rule_id = l.rule_id
    AND f.loc = l.loc AND f.team_id = l.team_id);
  IF NOT EXISTS (SELECT FROM late) THEN DROP TABLE late; RETURN; END IF;
  CREATE TEMP TABLE meanwhile ON COMMIT DROP AS SELECT * FROM dk;
  ALTER TABLE late ADD over_at timestamptz;
  UPDATE late l SET over_at = (
    SELECT min(greatest(l.until, s.looked_at, q.arrived_at, q.since)) FROM placement_past q JOIN scope s ON s.target_id = q.asset_id
    WHERE q.subject_id = l.subject_id AND q.place_id = l.place_id AND q.workload_id = l.workload_id AND q.until > l.until
      AND s.class = l.kind AND s.profile = '' AND s.looked_at < q.until);
  DELETE FROM dk;
  INSERT INTO dk SELECT subject_id, place_id, rule_id, loc, false, at, report_id FROM late;
  CREATE TEMP TABLE then_there ON COMMIT DROP AS
    SELECT DISTINCT ON (subject_id, place_id, asset_id, workload_id) * FROM late l WHERE NOT EXISTS (SELECT FROM placement x
      WHERE x.subject_id = l.subject_id AND x.place_id = l.place_id AND x.asset_id = l.asset_id AND x.workload_id = l.workload_id)
    ORDER BY subject_id, place_id, asset_id, workload_id, until DESC;
  INSERT INTO placement (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running, exposed, since,
      seen_at, arrived_at)
    SELECT l.subject_id, l.place_id, l.asset_id, l.workload_id, p.cluster_id, l.team_id, coalesce(nullif(s.fix_team_id, 0), l.team_id), 1, 0,
      false, l.since, l.until, coalesce(l.arrived_at, l.since, l.at)
    FROM then_there l JOIN place p ON p.id = l.place_id JOIN subject s ON s.id = l.subject_id;
  PERFORM merge_derive();
  -- As one after the other ended.
  FOR v_until IN SELECT DISTINCT until FROM late ORDER BY 1 LOOP
    DELETE FROM placement x USING then_there l WHERE l.until = v_until AND x.subject_id = l.subject_id AND x.place_id = l.place_id
      AND x.asset_id = l.asset_id AND x.workload_id = l.workload_id;
    DELETE FROM dk;
    INSERT INTO dk SELECT subject_id, place_id, rule_id, loc, false, coalesce(over_at, until), report_id FROM late WHERE until = v_until;
    UPDATE past p SET ended = l.over_at IS NOT NULL FROM late l WHERE l.until = v_until AND p.subject_id = l.subject_id
      AND p.place_id = l.place_id AND p.rule_id = l.rule_id AND p.loc = l.loc AND p.team_id = l.team_id;
    PERFORM merge_derive();
  END LOOP;
  DELETE FROM dk;
  INSERT INTO dk SELECT * FROM meanwhile;
  DROP TABLE late, meanwhile, then_there;
END $$;

-- What it lacks: what awaits a scan since was over by the time that it was looked at, unless something else that ran there then
-- showed it, or was not looked at itself.
CREATE OR REPLACE FUNCTION late_looked() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ BEGIN
  WITH looked AS MATERIALIZED (
    SELECT p.subject_id, p.place_id, s.class, s.report_id, greatest(s.at, p.arrived_at, p.since) AS at
    FROM scn s CROSS JOIN LATERAL (SELECT * FROM placement_past p WHERE p.asset_id = s.asset_id AND p.until > s.at OFFSET 0) p),
  over AS MATERIALIZED (
    SELECT f.subject_id, f.place_id, f.rule_id, f.loc, f.team_id, min(l.at) AS at, max(l.report_id) AS report_id
    FROM looked l CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = l.subject_id AND f.place_id = l.place_id
      AND f.kind = l.class AND f.presence = 0 AND f.awaiting AND f.first_seen_at <= l.at OFFSET 0) f
    WHERE NOT EXISTS (SELECT FROM (
        SELECT q.asset_id FROM placement_past q WHERE q.subject_id = l.subject_id AND q.place_id = l.place_id AND q.until > l.at
          AND coalesce(q.arrived_at, q.since) <= l.at IS NOT FALSE
        UNION ALL SELECT x.asset_id FROM placement x WHERE x.subject_id = l.subject_id AND x.place_id = l.place_id AND x.arrived_at <= l.at IS NOT FALSE) v
      WHERE NOT EXISTS (SELECT FROM scope s WHERE s.target_id = v.asset_id AND s.class = l.class AND s.profile = '' AND s.looked_at <= l.at)
        OR EXISTS (SELECT FROM detection d WHERE d.asset_id = v.asset_id AND d.rule_id = f.rule_id AND (f.loc = 0 OR d.loc = f.loc) AND NOT d.muted))
      AND NOT EXISTS (SELECT FROM past p WHERE p.subject_id = f.subject_id AND p.place_id = f.place_id AND p.rule_id = f.rule_id
        AND p.loc = f.loc AND p.team_id = f.team_id)
    GROUP BY 1, 2, 3, 4, 5),
  dirty AS (INSERT INTO dk SELECT subject_id, place_id, rule_id, loc, false, at, report_id FROM over)
  INSERT INTO past (subject_id, place_id, rule_id, loc, team_id, apart, ended) SELECT subject_id, place_id, rule_id, loc, team_id, false, true FROM over;
END $$;
