-- Due dates by severity, exploitation and environment, on a clock that can be explained, stopped and set anew.

-- "" is every environment that has no row of its own for a cell.
ALTER TABLE "sla_policy" ADD COLUMN "environment" TEXT NOT NULL DEFAULT '';
ALTER TABLE "sla_policy" DROP CONSTRAINT "sla_policy_pkey";
ALTER TABLE "sla_policy" ADD CONSTRAINT "sla_policy_pkey" PRIMARY KEY ("environment", "severity", "exploited");

-- The allowance that made the due date: due_at less this is when its clock started.
ALTER TABLE "finding" ADD COLUMN "due_days" SMALLINT;
UPDATE finding f SET due_days = p.days FROM sla_policy p
  WHERE f.due_at IS NOT NULL AND p.severity = f.severity AND p.exploited = (f.flags & 1 = 1);
UPDATE finding SET due_days = 90 WHERE due_at IS NOT NULL AND due_days IS NULL;

-- When it was first seen to be there; NULL: not known, from before this was kept.
ALTER TABLE "placement" ADD COLUMN "arrived_at" TIMESTAMPTZ(3);

DROP FUNCTION due_of(smallint, boolean, smallint, timestamptz);
DROP FUNCTION due_in(int[], smallint, boolean, smallint, timestamptz);
DROP FUNCTION due_days();

-- Days of 24 hours, whatever the clocks of a time zone do.
CREATE FUNCTION due_span(days int) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT interval '24 hours' * days $$;
-- The environments that the policy knows; the first is "".
CREATE FUNCTION due_environments() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(environment ORDER BY environment COLLATE "C")
  FROM (SELECT '' AS environment UNION SELECT environment FROM sla_policy) e $$;
-- Days by environment, severity, known to be exploited or not, read once for many rows.
CREATE FUNCTION due_days() RETURNS int[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(CASE WHEN o.severity IS NULL THEN p.days ELSE o.days END ORDER BY e.n, s.n, x.exploited)
  FROM unnest(due_environments()) WITH ORDINALITY e(environment, n) CROSS JOIN generate_series(0, 5) s(n)
  CROSS JOIN (VALUES (false), (true)) x(exploited)
  LEFT JOIN sla_policy p ON p.environment = '' AND p.severity = s.n AND p.exploited = x.exploited
  LEFT JOIN sla_policy o ON o.environment = e.environment AND o.severity = s.n AND o.exploited = x.exploited $$;
-- Where the days of an environment begin in that: its cell is [due_row + severity * 2 + exploited].
CREATE FUNCTION due_row(environments text[], environment text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT coalesce(array_position(environments, environment) - 1, 0) * 12 + 1 $$;
-- The days of one finding; NULL: it has no due date, or its clock has not started, as there is no fix.
CREATE FUNCTION due_allowance(p_cluster int, severity smallint, kev boolean, fix_state smallint) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN fix_state NOT IN (1, 2) THEN (due_days())[due_row(due_environments(),
    (SELECT environment FROM cluster WHERE id = p_cluster)) + severity * 2 + kev::int] END $$;
-- A decision stops the clock: when it ends, the time that it was in force is added. For `decision` and `state_at` as they
-- were before; a change from one decision to another adds what went by under the first.
CREATE FUNCTION due_resumed(due_at timestamptz, decision smallint, state_at timestamptz, at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN decision <> 0 AND at > state_at THEN due_at + (at - state_at) ELSE due_at END $$;

-- Adds placements, or adds a source to those that are there; the earliest word says since when.
CREATE OR REPLACE FUNCTION place_add(p_rows jsonb, p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE s int[]; p int[]; a int[]; s2 int[]; p2 int[]; a2 int[]; BEGIN
  WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(p_rows) g(subject int, place int, asset int, workload int, cluster int, team int,
      "fixTeam" int, source smallint, running smallint, exposed boolean, since timestamptz)),
  done AS (
    INSERT INTO placement AS x (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running,
        exposed, since, seen_at, arrived_at)
      SELECT subject, place, asset, workload, cluster, team, "fixTeam", source, running, exposed, since, p_at, p_at FROM given
      ORDER BY subject, place, asset, workload
    ON CONFLICT (subject_id, place_id, asset_id, workload_id) DO UPDATE SET source = x.source | excluded.source,
      running = CASE WHEN x.source & 1 = 1 AND excluded.source & 1 = 0 THEN x.running ELSE excluded.running END,
      arrived_at = least(x.arrived_at, excluded.arrived_at)
    WHERE x.source | excluded.source <> x.source OR x.arrived_at > excluded.arrived_at OR (x.running <> excluded.running AND (excluded.source & 1 = 1 OR x.source & 1 = 0))
    RETURNING x.subject_id, x.place_id, x.asset_id)
  SELECT array_agg(subject_id), array_agg(place_id), array_agg(asset_id) INTO s, p, a FROM done;
  IF s IS NULL THEN RETURN; END IF;

  WITH waiting AS MATERIALIZED (
    SELECT x.* FROM (SELECT DISTINCT unnest(a) AS asset_id) u
    CROSS JOIN LATERAL (SELECT * FROM placement x WHERE x.asset_id = u.asset_id OFFSET 0) x WHERE x.source & 3 = 0),
  passing AS MATERIALIZED (
    SELECT x.subject_id, x.place_id, x.asset_id, x.workload_id, x.arrived_at, r.place_id AS to_place, r.team_id
    FROM waiting x CROSS JOIN LATERAL (SELECT * FROM placement r WHERE r.asset_id = x.asset_id OFFSET 0) r
    WHERE gives_way(x.source, x.cluster_id, r.source, r.cluster_id)),
  passed AS (
    DELETE FROM placement x USING passing y WHERE x.subject_id = y.subject_id AND x.place_id = y.place_id
      AND x.asset_id = y.asset_id AND x.workload_id = y.workload_id),
  moved AS (INSERT INTO mv SELECT DISTINCT subject_id, place_id, -1, to_place, team_id, p_at, p_report, arrived_at FROM passing)
  SELECT array_agg(subject_id), array_agg(place_id), array_agg(asset_id) INTO s2, p2, a2 FROM passing;
  PERFORM mark_placement(s || s2, p || p2, a || a2, p_at, p_report);
END $$;

-- Two assets turn out to be one (a tag whose digest is learnt, two digests of one image): `p_from` goes up in `p_to`.
CREATE OR REPLACE FUNCTION asset_merge(p_from int, p_to int, p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE x record; BEGIN
  INSERT INTO placement AS p (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running,
      exposed, since, seen_at, arrived_at)
    SELECT subject_id, place_id, p_to, CASE WHEN workload_id = p_from THEN p_to ELSE workload_id END, cluster_id, team_id,
      fix_team_id, source, running, exposed, since, seen_at, arrived_at FROM placement WHERE asset_id = p_from
  ON CONFLICT (subject_id, place_id, asset_id, workload_id) DO UPDATE SET source = p.source | excluded.source,
    running = CASE WHEN p.source & 1 = 0 AND excluded.source & 1 = 1 THEN excluded.running ELSE p.running END,
    since = CASE WHEN p.since IS NULL OR excluded.since IS NULL THEN NULL ELSE least(p.since, excluded.since) END,
    seen_at = greatest(p.seen_at, excluded.seen_at), arrived_at = least(p.arrived_at, excluded.arrived_at);
  PERFORM mark_placement(array_agg(subject_id), array_agg(place_id), array_agg(asset_id), p_at, p_report)
    FROM placement WHERE asset_id IN (p_from, p_to);
  DELETE FROM placement WHERE asset_id = p_from;
  -- A place not known, or only declared, gives way where the other asset has a real one.
  WITH passing AS MATERIALIZED (
    SELECT q.subject_id, q.place_id, q.workload_id, q.arrived_at, r.place_id AS to_place, r.team_id
    FROM placement q JOIN placement r ON r.asset_id = p_to AND gives_way(q.source, q.cluster_id, r.source, r.cluster_id)
    WHERE q.asset_id = p_to),
  passed AS (
    DELETE FROM placement q USING passing y WHERE q.subject_id = y.subject_id AND q.place_id = y.place_id
      AND q.asset_id = p_to AND q.workload_id = y.workload_id)
  INSERT INTO mv SELECT DISTINCT subject_id, place_id, -1, to_place, team_id, p_at, p_report, arrived_at FROM passing;
  -- Packed copies that name the asset are void; the rows say the same.
  DELETE FROM scope_seen WHERE scope_id IN (SELECT scope_id FROM detection WHERE asset_id = p_from);
  -- Of two scopes of the same claim the newer holds, with what the older says unless a complete report came since.
  FOR x IN SELECT f.id AS from_id, t.id AS to_id, greatest(f.complete_at, t.complete_at) AS complete_at,
        CASE WHEN coalesce(f.observed_at, '-infinity') > coalesce(t.observed_at, '-infinity') THEN f.id ELSE t.id END AS keep,
        CASE WHEN coalesce(f.observed_at, '-infinity') > coalesce(t.observed_at, '-infinity') THEN t.id ELSE f.id END AS drop,
        coalesce(least(f.observed_at, t.observed_at) > greatest(f.complete_at, t.complete_at), true) AS adds
      FROM scope f JOIN scope t ON t.target_id = p_to AND t.class = f.class AND t.tool_id = f.tool_id AND t.profile = f.profile
      WHERE f.target_id = p_from LOOP
    UPDATE detection k SET first_seen_at = o.first_seen_at FROM detection o
      WHERE k.asset_id IN (p_from, p_to) AND k.scope_id = x.keep AND o.asset_id IN (p_from, p_to) AND o.scope_id = x.drop
        AND o.rule_id = k.rule_id AND o.loc = k.loc AND o.first_seen_at < k.first_seen_at;
    DELETE FROM detection o WHERE o.asset_id IN (p_from, p_to) AND o.scope_id = x.drop AND (NOT x.adds OR EXISTS (
      SELECT 1 FROM detection k WHERE k.asset_id IN (p_from, p_to) AND k.scope_id = x.keep AND k.rule_id = o.rule_id AND k.loc = o.loc));
    UPDATE detection SET scope_id = x.keep WHERE asset_id IN (p_from, p_to) AND scope_id = x.drop;
    DELETE FROM scope_seen WHERE scope_id IN (x.keep, x.drop);
    DELETE FROM held_closure WHERE scope_id = x.drop;
    DELETE FROM scope WHERE id = x.drop;
    UPDATE scope SET complete_at = x.complete_at, findings = NULL WHERE id = x.keep;
  END LOOP;
  UPDATE scope SET target_id = p_to, findings = NULL WHERE target_id = p_from;
  DELETE FROM detection f USING detection t WHERE f.asset_id = p_from AND t.asset_id = p_to AND t.scope_id = f.scope_id
    AND t.rule_id = f.rule_id AND t.loc = f.loc;
  UPDATE detection SET asset_id = p_to WHERE asset_id = p_from;
  DELETE FROM held_closure f USING held_closure t WHERE f.asset_id = p_from AND t.asset_id = p_to AND t.scope_id = f.scope_id
    AND t.rule_id = f.rule_id AND t.loc = f.loc;
  UPDATE held_closure SET asset_id = p_to WHERE asset_id = p_from;
  UPDATE placement_past SET asset_id = p_to, workload_id = CASE WHEN workload_id = p_from THEN p_to ELSE workload_id END
    WHERE asset_id = p_from AND subject_id = (SELECT subject_id FROM asset WHERE id = p_from);
  UPDATE asset_alias SET asset_id = p_to WHERE asset_id = p_from;
  UPDATE asset t SET scanned = t.scanned | f.scanned FROM asset f WHERE t.id = p_to AND f.id = p_from;
  DELETE FROM asset WHERE id = p_from;
  PERFORM mark_placement(array_agg(subject_id), array_agg(place_id), array_agg(asset_id), p_at, p_report)
    FROM placement WHERE asset_id = p_to;
END $$;

-- `p_from` goes up in `p_to`: findings, what tools said, and what is known to run in it.
CREATE OR REPLACE FUNCTION workload_fold(p_from int, p_to int, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE v_from int; v_to int; BEGIN
  SELECT subject_id INTO v_from FROM asset WHERE id = p_from;
  SELECT subject_id INTO v_to FROM asset WHERE id = p_to;
  PERFORM mark_placement(array_agg(subject_id), array_agg(place_id), array_agg(asset_id), p_at, NULL)
    FROM placement WHERE workload_id = p_from;
  INSERT INTO placement AS p (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running,
      exposed, since, seen_at, arrived_at)
    SELECT subject_id, place_id, asset_id, p_to, cluster_id, team_id, fix_team_id, source, running, exposed, since, seen_at, arrived_at
    FROM placement WHERE workload_id = p_from AND asset_id <> p_from
  ON CONFLICT (subject_id, place_id, asset_id, workload_id) DO UPDATE SET source = p.source | excluded.source,
    since = CASE WHEN p.since IS NULL OR excluded.since IS NULL THEN NULL ELSE least(p.since, excluded.since) END,
    seen_at = greatest(p.seen_at, excluded.seen_at), arrived_at = least(p.arrived_at, excluded.arrived_at);
  DELETE FROM placement WHERE workload_id = p_from AND asset_id <> p_from;
  UPDATE placement_past SET workload_id = p_to WHERE workload_id = p_from AND asset_id <> p_from;

  PERFORM subject_fold(v_from, v_to, p_at);
  -- What was decided about the one holds for the other.
  UPDATE exception SET subject_id = v_to WHERE subject_id = v_from;
  INSERT INTO dk (subject_id, place_id, rule_id, loc, gone, at) SELECT f.subject_id, f.place_id, f.rule_id, f.loc, false, p_at
    FROM finding f WHERE f.subject_id = v_to AND f.rule_id IN (SELECT rule_id FROM exception WHERE state = 1 AND subject_id = v_to);
  UPDATE placement SET subject_id = v_to WHERE subject_id = v_from;
  UPDATE placement_past SET subject_id = v_to WHERE subject_id = v_from;
  UPDATE asset SET subject_id = v_to WHERE id = p_from;
  -- What one scope said of both is said once: the earlier date holds, and events add up.
  UPDATE detection t SET first_seen_at = least(t.first_seen_at, f.first_seen_at), severity = greatest(t.severity, f.severity),
      evidence = CASE WHEN t.evidence ? 'lastAt' AND f.evidence ? 'lastAt' THEN events_add(t.evidence, f.evidence) ELSE t.evidence END
    FROM detection f WHERE f.asset_id = p_from AND t.asset_id = p_to AND t.scope_id = f.scope_id AND t.rule_id = f.rule_id
      AND t.loc = f.loc;
  PERFORM asset_merge(p_from, p_to, p_at, NULL);
END $$;

CREATE OR REPLACE FUNCTION merge_begin() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  SET LOCAL client_min_messages = warning;
  -- op: 1 said, 2 no longer said, 3 an older report said it too, 4 events to add
  CREATE TEMP TABLE IF NOT EXISTS chg (scope_id int, asset_id int, rule_id int, loc bigint, op smallint, content_hash bigint,
    at timestamptz, report_id bigint, tool_id smallint, severity smallint, severity_source smallint, fix_state smallint,
    evidence jsonb) ON COMMIT DELETE ROWS;
  -- first complete report of a class on an asset
  CREATE TEMP TABLE IF NOT EXISTS scn (asset_id int, class smallint, at timestamptz, report_id bigint) ON COMMIT DELETE ROWS;
  -- findings that go over to another place or team (-1: whichever)
  CREATE TEMP TABLE IF NOT EXISTS mv (subject_id int, from_place int, from_team int, to_place int, to_team int,
    at timestamptz, report_id bigint, arrived_at timestamptz) ON COMMIT DELETE ROWS;
  -- what the part of a finding inherits that goes to another team while the rest stays, or goes elsewhere
  CREATE TEMP TABLE IF NOT EXISTS kin (subject_id int, place_id int, rule_id int, loc bigint, team_id int,
    first_seen_at timestamptz, decision smallint, due_at timestamptz, due_days smallint) ON COMMIT DELETE ROWS;
  -- dirty keys
  CREATE TEMP TABLE IF NOT EXISTS dk (subject_id int, place_id int, rule_id int, loc bigint, gone boolean, at timestamptz,
    report_id bigint) ON COMMIT DELETE ROWS;
  -- deltas of the roll-up, with the day that they belong to and the flow that they are part of
  CREATE TEMP TABLE IF NOT EXISTS pd (place_id int, team_id int, fix_team_id int, area smallint, kind smallint,
    severity smallint, state smallint, unit smallint, cluster_id int, n bigint, points bigint, kev bigint,
    exposed_kev bigint, fixable bigint, day date, flow smallint, seconds bigint, due smallint) ON COMMIT DELETE ROWS;
  -- findings that are changed by hand, as they were before, and when that takes effect
  CREATE TEMP TABLE IF NOT EXISTS was (LIKE finding, unit smallint, subject_kind smallint, eff timestamptz, by_report bigint,
    by_actor int, opened_at timestamptz) ON COMMIT DELETE ROWS;
  -- findings whose creation takes effect on another day than they were first seen: new ones, and (id) those that an older
  -- report shows to have been there before
  CREATE TEMP TABLE IF NOT EXISTS born (id bigint, subject_id int, place_id int, rule_id int, loc bigint, team_id int,
    at timestamptz, report_id bigint) ON COMMIT DELETE ROWS;
  CREATE TEMP TABLE IF NOT EXISTS outcome (report_id bigint, created int, reopened int, closed int, updated int)
    ON COMMIT DELETE ROWS;
END $$;

-- The finding with the dates that the evidence at a place gives it: first seen where that is younger; due by a clock that
-- starts when it came there, so that a new place never starts breached. `p_arrived`: when it came to where it was until
-- now, so that a clock that was not started anew since can go back as well.
DROP FUNCTION redated(finding, int, int);
CREATE FUNCTION redated(f finding, p_place int, p_team int, p_arrived timestamptz) RETURNS SETOF finding
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$ DECLARE v_was timestamptz := f.first_seen_at;
  v_start timestamptz := f.due_at - due_span(f.due_days); v_first timestamptz; v_clock timestamptz; BEGIN
  SELECT min(d.first_seen_at), min(greatest(d.first_seen_at, p.since, p.arrived_at)) INTO v_first, v_clock
    FROM placement p JOIN detection d ON d.asset_id = p.asset_id
    WHERE p.subject_id = f.subject_id AND p.place_id = p_place AND p.team_id = p_team AND d.rule_id = f.rule_id
      AND (f.loc = 0 OR d.loc = f.loc) AND NOT d.muted;
  IF v_first > v_was THEN
    f.first_seen_at := v_first;
    IF f.state_at = v_was THEN f.state_at := v_first; END IF;
  END IF;
  IF v_clock > v_start OR v_start <= greatest(v_was, p_arrived) AND p_arrived IS NOT NULL THEN
    f.due_at := v_clock + due_span(f.due_days);
  END IF;
  IF v_first > v_was OR v_clock <> v_start AND f.due_at = v_clock + due_span(f.due_days) THEN RETURN NEXT f; END IF;
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
  UPDATE moving x SET target_id = f.id FROM finding f WHERE f.subject_id = x.subject_id AND f.place_id = x.to_place
    AND f.rule_id = x.rule_id AND f.loc = x.loc AND f.team_id = x.to_team AND NOT EXISTS (SELECT 1 FROM moving y WHERE y.id = f.id);
  UPDATE moving x SET target_id = y.first_id FROM (SELECT subject_id, to_place, rule_id, loc, to_team, min(id) AS first_id
      FROM moving GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1) y
    WHERE x.target_id IS NULL AND (x.subject_id, x.to_place, x.rule_id, x.loc, x.to_team)
      = (y.subject_id, y.to_place, y.rule_id, y.loc, y.to_team) AND x.id <> y.first_id;

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
            min(due_at - due_span(due_days)) FILTER (WHERE presence = 0) AS due_from FROM moving WHERE target_id IS NOT NULL GROUP BY 1) m
    WHERE f.id = m.target_id;
  UPDATE finding f SET presence = 0, severity = m.severity, fix_state = m.fix_state, points = m.points, places = m.places,
      flags = m.flags, witnesses = m.witnesses, awaiting = m.awaiting, area = m.area
    FROM (SELECT DISTINCT ON (target_id) * FROM moving WHERE target_id IS NOT NULL AND presence = 0
      ORDER BY target_id, awaiting, id) m
    WHERE f.id = m.target_id AND f.presence <> 0;
  UPDATE finding f SET state = state_of(f.presence, f.awaiting, f.decision, f.work),
      state_at = CASE WHEN state_of(f.presence, f.awaiting, f.decision, f.work) <> w.state THEN m.at ELSE f.state_at END
    FROM was w JOIN (SELECT target_id, max(at) AS at FROM moving WHERE target_id IS NOT NULL GROUP BY 1) m ON m.target_id = w.id
    WHERE f.id = w.id;
END $$;

-- Works the findings of the dirty keys out anew from placements × detections, and writes only what differs. Due dates as
-- lib/domain/sla/due.ts says.
CREATE OR REPLACE FUNCTION merge_derive() RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ DECLARE
  v_days int[] := due_days();
  v_environments text[] := due_environments();
  v_now timestamptz := clock_timestamp();
BEGIN
  IF NOT EXISTS (SELECT 1 FROM dk) THEN RETURN; END IF;
  WITH k AS MATERIALIZED (
    SELECT subject_id, place_id, rule_id, loc, bool_or(gone) AS gone, max(at) AS at, max(report_id) AS report_id
    FROM dk GROUP BY 1, 2, 3, 4),
  -- With what is known of subject, place and rule, each looked up once. Left joins, so that the planner expects as many
  -- rows as there are keys, and a hash wherever this is joined.
  sp AS MATERIALIZED (
    SELECT q.subject_id, q.place_id, s.kind AS s_kind, s.unit, s.versioned, s.fix_team_id, pl.cluster_id,
      due_row(v_environments, (SELECT environment FROM cluster WHERE id = pl.cluster_id)) AS due_row
    FROM (SELECT DISTINCT subject_id, place_id FROM k) q
    CROSS JOIN LATERAL (SELECT kind, unit, versioned, fix_team_id FROM subject WHERE id = q.subject_id OFFSET 0) s
    CROSS JOIN LATERAL (SELECT cluster_id FROM place WHERE id = q.place_id OFFSET 0) pl),
  ru AS MATERIALIZED (
    SELECT r.* FROM (SELECT DISTINCT rule_id FROM k) q
    CROSS JOIN LATERAL (SELECT id, kind, area, kev, epss, factor FROM rule WHERE id = q.rule_id OFFSET 0) r),
  kk AS MATERIALIZED (
    SELECT k.*, sp.s_kind, sp.unit, sp.versioned, sp.fix_team_id, sp.cluster_id, sp.due_row, ru.kind, ru.area, ru.kev, ru.epss, ru.factor
    FROM k LEFT JOIN sp ON sp.subject_id = k.subject_id AND sp.place_id = k.place_id LEFT JOIN ru ON ru.id = k.rule_id
    WHERE coalesce(sp.s_kind, -1) >= 0 AND coalesce(ru.id, 0) > 0),
  pp AS MATERIALIZED (
    SELECT p.* FROM (SELECT DISTINCT subject_id, place_id FROM k) q CROSS JOIN LATERAL (
      SELECT subject_id, place_id, asset_id, workload_id, team_id, running, exposed, since, arrived_at
      FROM placement p WHERE p.subject_id = q.subject_id AND p.place_id = q.place_id OFFSET 0) p),
  said AS MATERIALIZED (
    SELECT k.subject_id, k.place_id, k.rule_id, k.loc, p.team_id, count(DISTINCT p.workload_id)::int AS places,
      bool_or(p.exposed) AS exposed, bool_and(p.running = 2) AS idle,
      (max(d.severity_source * 8 + d.severity) % 8)::smallint AS severity, max(d.fix_state) AS fix_state,
      bit_or(1::bigint << d.tool_id) AS witnesses, min(greatest(d.first_seen_at, p.since)) AS first_seen_at,
      min(greatest(d.first_seen_at, p.since, p.arrived_at)) AS clock
    FROM k JOIN pp p USING (subject_id, place_id)
    CROSS JOIN LATERAL (SELECT severity, severity_source, fix_state, tool_id, first_seen_at FROM detection d
      WHERE d.asset_id = p.asset_id AND d.rule_id = k.rule_id AND (k.loc = 0 OR d.loc = k.loc) AND NOT d.muted OFFSET 0) d
    GROUP BY 1, 2, 3, 4, 5),
  -- A full join is always a hash, whatever the planner thinks of the size of kin. (An index on it would cost more: it is
  -- made anew at every commit, and the plan of this with it.)
  want AS MATERIALIZED (
    SELECT w.*, i.first_seen_at AS kin_first, i.decision AS kin_decision, i.due_at AS kin_due, i.due_days AS kin_days
    FROM said w FULL JOIN kin i ON i.subject_id = w.subject_id AND i.place_id = w.place_id AND i.rule_id = w.rule_id
      AND i.loc = w.loc AND i.team_id = w.team_id
    WHERE coalesce(w.places, 0) > 0),
  have AS MATERIALIZED (
    SELECT f.* FROM k CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = k.subject_id
      AND f.place_id = k.place_id AND f.rule_id = k.rule_id AND f.loc = k.loc OFFSET 0) f),
  j AS (
    SELECT coalesce(w.subject_id, h.subject_id) AS subject_id, coalesce(w.place_id, h.place_id) AS place_id,
      coalesce(w.rule_id, h.rule_id) AS rule_id, coalesce(w.loc, h.loc) AS loc, coalesce(w.team_id, h.team_id) AS team_id,
      w.places AS w_places, w.exposed AS w_exposed, w.idle AS w_idle, w.severity AS w_severity, w.fix_state AS w_fix,
      w.witnesses AS w_witnesses, w.first_seen_at AS w_first, w.clock, w.kin_due, w.kin_days,
      CASE WHEN h.id IS NULL THEN w.kin_first END AS kin_first, w.kin_decision, h.id, h.fix_team_id AS o_fix_team, h.area AS o_area,
      h.severity AS o_severity, h.state AS o_state, h.presence AS o_presence, h.decision AS o_decision, h.work AS o_work,
      h.awaiting AS o_awaiting, h.fix_state AS o_fix, h.flags AS o_flags, h.points AS o_points, h.places AS o_places,
      h.witnesses AS o_witnesses, h.first_seen_at AS o_first, h.state_at AS o_state_at, h.due_at AS o_due,
      h.due_days AS o_days
    FROM want w FULL JOIN have h ON w.subject_id = h.subject_id AND w.place_id = h.place_id AND w.rule_id = h.rule_id
      AND w.loc = h.loc AND w.team_id = h.team_id),
  v AS (
    SELECT j.*, k.kind, k.kev, k.factor, (k.epss >= 0.1) IS TRUE AS likely, area_of(k.kind, k.s_kind, k.area) AS area,
      k.versioned, k.s_kind, (CASE WHEN k.s_kind = 4 AND j.place_id = 0 THEN 6 ELSE k.unit END)::smallint AS unit,
      coalesce(nullif(k.fix_team_id, 0), j.team_id) AS fix_team_id, k.cluster_id, k.due_row, k.gone, k.at, k.report_id,
      u.placed, u.unscanned, u.unscanned_places, u.exposed AS u_exposed, u.idle AS u_idle
    FROM j JOIN kk k ON k.subject_id = j.subject_id AND k.place_id = j.place_id AND k.rule_id = j.rule_id AND k.loc = j.loc
    LEFT JOIN LATERAL (
      SELECT count(*)::int AS placed, count(*) FILTER (WHERE a.unscanned)::int AS unscanned,
        count(DISTINCT p.workload_id) FILTER (WHERE a.unscanned)::int AS unscanned_places,
        bool_or(p.exposed) FILTER (WHERE a.unscanned) AS exposed, bool_and(p.running = 2) FILTER (WHERE a.unscanned) AS idle
      FROM placement p CROSS JOIN LATERAL (
        SELECT k.versioned AND scanned >> k.kind & 1 = 0 AS unscanned FROM asset WHERE id = p.asset_id OFFSET 0) a
      WHERE p.subject_id = j.subject_id AND p.place_id = j.place_id AND p.team_id = j.team_id
        AND j.w_severity IS NULL AND j.o_presence = 0) u ON true),
  x AS (
    SELECT v.*, w_severity IS NOT NULL OR (o_presence = 0 AND unscanned > 0 AND NOT gone) AS present,
      w_severity IS NULL AND o_presence = 0 AND unscanned > 0 AND NOT gone AS awaiting FROM v),
  n AS MATERIALIZED (
    SELECT x.*,
      (CASE WHEN present THEN 0 WHEN o_presence <> 0 THEN o_presence WHEN placed = 0 THEN 3 WHEN kind = 5 THEN 5
            WHEN gone THEN CASE WHEN versioned THEN 4 ELSE 1 END WHEN versioned THEN 2 ELSE 1 END)::smallint AS presence,
      coalesce(w_severity, o_severity) AS severity, coalesce(w_fix, o_fix) AS fix_state,
      coalesce(w_witnesses, o_witnesses) AS witnesses,
      CASE WHEN w_severity IS NOT NULL THEN w_places WHEN awaiting THEN unscanned_places ELSE o_places END AS places,
      least(o_first, w_first, kin_first) AS first_seen_at,
      -- What is closed keeps what was known of it, so that a listing meanwhile is news when it comes back.
      (CASE WHEN NOT present THEN o_flags ELSE CASE WHEN kev THEN 1 ELSE 0 END + CASE WHEN likely THEN 2 ELSE 0 END
        + CASE WHEN coalesce(w_exposed, u_exposed) THEN 4 ELSE 0 END + CASE WHEN coalesce(w_idle, u_idle) THEN 8 ELSE 0 END
        END)::smallint AS flags,
      (CASE WHEN id IS NULL THEN coalesce(kin_decision, 0)
            WHEN present AND (severity_rises(o_severity, w_severity) OR (kev AND o_flags & 1 = 0)) THEN 0
            ELSE o_decision END)::smallint AS decision,
      (CASE WHEN id IS NULL OR NOT present OR o_presence <> 0 THEN 0 ELSE o_work END)::smallint AS work
    FROM x),
  q AS (
    SELECT n.*, CASE WHEN NOT present THEN o_days WHEN fix_state NOT IN (1, 2) THEN v_days[due_row + severity * 2 + kev::int] END AS due_days
    FROM n),
  m AS MATERIALIZED (
    SELECT q.*, state_of(presence, awaiting, decision, work) AS state,
      CASE WHEN present THEN points_of(severity, factor, flags & 4 <> 0, flags & 8 <> 0) ELSE o_points END AS points,
      CASE
        WHEN NOT present THEN o_due
        WHEN due_days IS NULL THEN NULL
        -- A part of a finding that goes to another team is due when the finding is.
        WHEN id IS NULL THEN CASE WHEN kin_days = due_days THEN kin_due ELSE greatest(clock, kin_first) + due_span(due_days) END
        WHEN o_presence <> 0 OR o_due IS NULL THEN at + due_span(due_days)
        WHEN severity_rises(o_severity, severity) OR (kev AND o_flags & 1 = 0)
          THEN least(due_resumed(o_due, o_decision, o_state_at, at), at + due_span(due_days))
        -- Seen earlier than was known: the clock started then, unless it was started anew since.
        WHEN first_seen_at < o_first AND o_due - due_span(o_days) <= greatest(o_first, clock)
          THEN least(o_due - due_span(o_days), clock) + due_span(due_days)
        ELSE o_due - due_span(o_days) + due_span(due_days) END AS due_at
    FROM q),
  -- What differs, and when that takes effect: never before the finding's last change. An older report may show that it was
  -- there before; then it was made earlier too.
  c AS MATERIALIZED (
    SELECT d.*, e.reopened, d.first_seen_at < d.o_first AND greatest(d.at, d.first_seen_at) < e.made AS older,
      greatest(d.at, e.last, CASE WHEN d.id IS NULL OR (d.first_seen_at < d.o_first AND greatest(d.at, d.first_seen_at) < e.made)
        THEN d.first_seen_at ELSE e.made END) AS eff
    FROM (SELECT * FROM m
      WHERE id IS NULL OR (presence, awaiting, severity, fix_state, witnesses, places, flags, decision, work, points, area, fix_team_id, due_at, due_days)
        IS DISTINCT FROM (o_presence, o_awaiting, o_severity, o_fix, o_witnesses, o_places, o_flags, o_decision, o_work, o_points,
          o_area, o_fix_team, o_due, o_days) OR first_seen_at < o_first) d
    LEFT JOIN LATERAL (
      SELECT max(observed_at) FILTER (WHERE axis NOT IN (8, 17)) AS last,
        max(observed_at) FILTER (WHERE axis IN (0, 1) AND after = 0) AS reopened,
        coalesce(min(observed_at) FILTER (WHERE axis = 17), to_timestamp((array_agg(before ORDER BY e.id) FILTER (WHERE axis = 16))[1]), d.o_first) AS made
      FROM finding_event e WHERE e.finding_id = d.id) e ON d.id IS NOT NULL),
  ins AS (
    INSERT INTO finding (subject_id, place_id, rule_id, loc, team_id, fix_team_id, cluster_id, kind, area, severity, state,
        presence, decision, work, awaiting, fix_state, flags, points, places, witnesses, first_seen_at, state_at, due_at, due_days)
      SELECT subject_id, place_id, rule_id, loc, team_id, fix_team_id, cluster_id, kind, area, severity, state, presence,
        decision, work, awaiting, fix_state, flags, points, places, witnesses, first_seen_at, first_seen_at, due_at, due_days
      FROM c WHERE id IS NULL ORDER BY subject_id, place_id, rule_id, loc, team_id),
  upd AS (
    UPDATE finding f SET fix_team_id = c.fix_team_id, area = c.area, severity = c.severity, state = c.state,
        presence = c.presence, decision = c.decision, work = c.work, awaiting = c.awaiting, fix_state = c.fix_state,
        flags = c.flags, points = c.points, places = c.places, witnesses = c.witnesses, first_seen_at = c.first_seen_at,
        due_at = c.due_at, due_days = c.due_days, state_at = CASE WHEN c.state <> c.o_state THEN c.at
          WHEN f.state_at = f.first_seen_at THEN c.first_seen_at ELSE f.state_at END
      FROM c WHERE f.id = c.id),
  journal AS (
    INSERT INTO finding_event (finding_id, axis, before, after, observed_at, recorded_at, report_id)
      SELECT c.id, e.axis, e.before, e.after, c.eff, v_now, c.report_id FROM c CROSS JOIN LATERAL (VALUES
        (0, o_presence::int, presence::int), (1, o_decision::int, decision::int), (2, o_work::int, work::int),
        (3, o_severity::int, severity::int), (4, o_points, points), (7, o_fix::int, fix_state::int),
        (9, seconds_of(o_due)::int, seconds_of(due_at)::int), (10, o_awaiting::int, awaiting::int), (12, o_fix_team, fix_team_id),
        (13, o_area::int, area::int), (14, o_flags::int, flags::int), (15, o_places, places),
        (16, seconds_of(o_first)::int, seconds_of(first_seen_at)::int)) e(axis, before, after)
      WHERE c.id IS NOT NULL AND e.before IS DISTINCT FROM e.after),
  made AS (
    INSERT INTO born SELECT id, subject_id, place_id, rule_id, loc, team_id, greatest(at, first_seen_at), report_id FROM c
      WHERE CASE WHEN id IS NULL THEN day_of(eff) <> day_of(first_seen_at) ELSE older END),
  counted AS (
    INSERT INTO outcome SELECT report_id, count(*) FILTER (WHERE id IS NULL),
        count(*) FILTER (WHERE o_presence <> 0 AND presence = 0), count(*) FILTER (WHERE o_presence = 0 AND presence <> 0),
        count(*) FILTER (WHERE o_presence = 0 AND presence = 0
          AND (severity, fix_state, witnesses, awaiting) IS DISTINCT FROM (o_severity, o_fix, o_witnesses, o_awaiting))
      FROM c GROUP BY 1)
  INSERT INTO pd
    SELECT place_id, team_id, fix_team_id, area, kind, severity, state, unit, cluster_id, 1,
      CASE WHEN present THEN points::bigint * places ELSE 0 END, CASE WHEN present AND flags & 1 = 1 THEN 1 ELSE 0 END,
      CASE WHEN present AND flags & 5 = 5 THEN 1 ELSE 0 END, CASE WHEN present AND fix_state = 3 THEN 1 ELSE 0 END,
      day_of(eff), flow_in(o_state, state, false, (area, severity) <> (o_area, o_severity)), 0, 0
    FROM c
    UNION ALL
    SELECT place_id, team_id, o_fix_team, o_area, kind, o_severity, o_state, unit, cluster_id, -1,
      CASE WHEN o_presence = 0 THEN -o_points::bigint * o_places ELSE 0 END,
      CASE WHEN o_presence = 0 AND o_flags & 1 = 1 THEN -1 ELSE 0 END,
      CASE WHEN o_presence = 0 AND o_flags & 5 = 5 THEN -1 ELSE 0 END,
      CASE WHEN o_presence = 0 AND o_fix = 3 THEN -1 ELSE 0 END,
      day_of(eff), flow_out(o_state, state, false, (area, severity) <> (o_area, o_severity)),
      CASE WHEN o_state < 4 AND state IN (8, 9) THEN greatest(0, seconds_of(eff) - seconds_of(coalesce(reopened, o_first))) ELSE 0 END,
      CASE WHEN o_state < 4 AND state IN (8, 9) THEN due_kept(seconds_of(eff), seconds_of(o_due)) ELSE 0 END
    FROM c WHERE id IS NOT NULL;
  IF EXISTS (SELECT 1 FROM born) THEN PERFORM merge_born(); END IF;
END $$;

-- A report that is older than what was known saw things (that are placed on themselves) there already.
CREATE FUNCTION place_seen(p_assets int[], p_cluster int, p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE s int[]; p int[]; a int[]; BEGIN
  WITH seen AS (
    UPDATE placement SET arrived_at = p_at WHERE asset_id = ANY (p_assets) AND workload_id = asset_id AND cluster_id = p_cluster
      AND arrived_at > p_at RETURNING subject_id, place_id, asset_id)
  SELECT array_agg(subject_id), array_agg(place_id), array_agg(asset_id) INTO s, p, a FROM seen;
  PERFORM mark_placement(s, p, a, p_at, p_report);
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

-- Gives the findings of the temporary table `settle` (id, at, report_id, actor_id) the decision that the active exceptions
-- have for them, with journal and roll-up deltas. `p_why` is said in the journal where an exception ended: 1 expired,
-- 2 revoked, 3 the severity rose, 4 listed as exploited, 5 not in its scope any more, 6 renewed. Between merge_begin() and
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
