-- The merge: what reports and placements changed, carried to findings, journal and roll-up, set-wise.
-- One transaction calls merge_begin(), fills chg/scn/placement changes, then merge_apply(), merge_move(),
-- merge_derive() and merge_flush(), in this order, each a statement of its own so that it sees the one before.
-- Codes are those of lib/domain/vocabulary.ts. A test holds state_of() and points_of() against lib/domain.

CREATE FUNCTION state_of(presence smallint, awaiting boolean, decision smallint, work smallint) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE WHEN presence <> 0 THEN 7 + presence WHEN decision <> 0 THEN 3 + decision
               WHEN awaiting THEN 3 ELSE work END)::smallint $$;

-- Tenths of points: severity × exploitation (KEV 5, EPSS ≥ 0.1 2, else 1) × 2 where the internet reaches it.
CREATE FUNCTION points_of(severity smallint, factor smallint, exposed boolean, idle boolean) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN idle THEN 0 ELSE
    (CASE severity WHEN 5 THEN 100 WHEN 4 THEN 30 WHEN 3 THEN 10 WHEN 2 THEN 10 WHEN 1 THEN 1 ELSE 0 END)
    * factor * (CASE WHEN exposed THEN 2 ELSE 1 END) END $$;

-- The area of a rule, but for what depends on where it was found: packages, malware, secrets, configurations of
-- repositories. As lib/domain/rules/area.ts has it, whatever thing the rule was first seen on.
CREATE FUNCTION area_of(kind smallint, subject_kind smallint, rule_area smallint) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE
    WHEN subject_kind = 8 THEN 6
    WHEN kind IN (0, 3) THEN CASE WHEN subject_kind = 1 THEN 0 WHEN subject_kind IN (3, 4, 5) THEN 4 ELSE 2 END
    WHEN kind = 2 THEN CASE subject_kind WHEN 5 THEN 3 WHEN 1 THEN 0 WHEN 4 THEN 4 ELSE 2 END
    WHEN kind IN (1, 6, 7) AND subject_kind = 5 THEN 3
    WHEN kind IN (1, 6, 7) AND subject_kind = 4 AND rule_area = 2 THEN 4
    ELSE rule_area END)::smallint $$;

CREATE FUNCTION is_located(kind smallint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT kind IN (2, 3, 4, 5) $$;

-- No due date while the vendor has no fix: the clock starts when there is one.
CREATE FUNCTION due_of(severity smallint, kev boolean, fix_state smallint, start timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT start + make_interval(days => p.days) FROM sla_policy p
     WHERE p.severity = $1 AND p.exploited = $2 AND $3 NOT IN (1, 2) $$;
-- The same for many rows: days by severity, known to be exploited or not, read once.
CREATE FUNCTION due_days() RETURNS int[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(p.days ORDER BY s.n, e.x) FROM generate_series(0, 5) s(n) CROSS JOIN (VALUES (false), (true)) e(x)
  LEFT JOIN sla_policy p ON p.severity = s.n AND p.exploited = e.x $$;
CREATE FUNCTION due_in(days int[], severity smallint, kev boolean, fix_state smallint, start timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS
  $$ SELECT CASE WHEN fix_state NOT IN (1, 2) THEN start + make_interval(days => days[severity * 2 + kev::int + 1]) END $$;

-- Unknown ranks with medium, and becoming unknown is no rise: nothing worse was learnt.
CREATE FUNCTION severity_rises(before smallint, after smallint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT after <> 2 AND after > CASE before WHEN 2 THEN 3 ELSE before END $$;

-- Runtime events of one group add up: how often, from when to when. The rest is that of the latest event.
CREATE FUNCTION events_add(a jsonb, b jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN (a->>'lastAt', a - 'count') > (b->>'lastAt', b - 'count') THEN b || a ELSE a || b END || jsonb_build_object(
    'count', coalesce((a->>'count')::bigint, 1) + coalesce((b->>'count')::bigint, 1),
    'firstAt', least(a->>'firstAt', b->>'firstAt'), 'lastAt', greatest(a->>'lastAt', b->>'lastAt')) $$;

CREATE FUNCTION merge_begin() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  SET LOCAL client_min_messages = warning;
  -- op: 1 said, 2 no longer said, 3 an older report said it too, 4 events to add
  CREATE TEMP TABLE IF NOT EXISTS chg (scope_id int, asset_id int, rule_id int, loc bigint, op smallint, content_hash bigint,
    at timestamptz, report_id bigint, tool_id smallint, severity smallint, severity_source smallint, fix_state smallint,
    evidence jsonb) ON COMMIT DELETE ROWS;
  -- first complete report of a class on an asset
  CREATE TEMP TABLE IF NOT EXISTS scn (asset_id int, class smallint, at timestamptz, report_id bigint) ON COMMIT DELETE ROWS;
  -- findings that go over to another place or team (-1: whichever)
  CREATE TEMP TABLE IF NOT EXISTS mv (subject_id int, from_place int, from_team int, to_place int, to_team int,
    at timestamptz, report_id bigint) ON COMMIT DELETE ROWS;
  -- what the part of a finding inherits that goes to another team while the rest stays, or goes elsewhere
  CREATE TEMP TABLE IF NOT EXISTS kin (subject_id int, place_id int, rule_id int, loc bigint, team_id int,
    first_seen_at timestamptz, decision smallint) ON COMMIT DELETE ROWS;
  -- dirty keys
  CREATE TEMP TABLE IF NOT EXISTS dk (subject_id int, place_id int, rule_id int, loc bigint, gone boolean, at timestamptz,
    report_id bigint) ON COMMIT DELETE ROWS;
  -- deltas of the roll-up
  CREATE TEMP TABLE IF NOT EXISTS pd (place_id int, team_id int, fix_team_id int, area smallint, kind smallint,
    severity smallint, state smallint, unit smallint, cluster_id int, n bigint, points bigint, kev bigint,
    exposed_kev bigint, fixable bigint) ON COMMIT DELETE ROWS;
  CREATE TEMP TABLE IF NOT EXISTS outcome (report_id bigint, created int, reopened int, closed int, updated int)
    ON COMMIT DELETE ROWS;
END $$;

-- Findings of one subject at one place for all that an asset says there: used when a placement comes or goes.
CREATE FUNCTION mark_placement(p_subject int[], p_place int[], p_asset int[], p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF p_subject IS NULL THEN RETURN; END IF;
  -- Scopes of the whole cluster speak about its things as well.
  UPDATE scope SET findings = NULL WHERE findings IS NOT NULL AND target_id = ANY (p_asset || ARRAY(
    SELECT DISTINCT c.id FROM asset a JOIN asset c ON c.cluster_id = a.cluster_id AND c.key = 'cluster'
    WHERE a.id = ANY (p_asset) AND a.cluster_id <> 0));
  INSERT INTO dk
    SELECT f.subject_id, f.place_id, f.rule_id, f.loc, false, p_at, p_report
    FROM (SELECT DISTINCT s, p FROM unnest(p_subject, p_place) u(s, p)) u
    CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = u.s AND f.place_id = u.p OFFSET 0) f
    WHERE f.presence = 0
    UNION
    SELECT u.s, u.p, d.rule_id, CASE WHEN is_located(r.kind) THEN d.loc ELSE 0 END, false, p_at, p_report
    FROM (SELECT DISTINCT s, p, a FROM unnest(p_subject, p_place, p_asset) u(s, p, a)) u
    CROSS JOIN LATERAL (SELECT rule_id, loc FROM detection d WHERE d.asset_id = u.a OFFSET 0) d
    CROSS JOIN LATERAL (SELECT kind FROM rule WHERE id = d.rule_id OFFSET 0) r;
END $$;

-- "No place yet" (8) holds until the first placement of any kind, what was declared for a cluster (4) until the first in
-- a workload there.
CREATE FUNCTION gives_way(source smallint, cluster int, other_source smallint, other_cluster int) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$ SELECT source = 8 AND other_source & 7 <> 0
  OR source = 4 AND other_source & 3 <> 0 AND cluster = other_cluster $$;

-- Adds placements, or adds a source to those that are there. What was only declared for a cluster, or had no place yet,
-- holds until the first real placement: then its findings go over to that (mv).
CREATE FUNCTION place_add(p_rows jsonb, p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE s int[]; p int[]; a int[]; s2 int[]; p2 int[]; a2 int[]; BEGIN
  WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(p_rows) g(subject int, place int, asset int, workload int, cluster int, team int,
      "fixTeam" int, source smallint, running smallint, exposed boolean, since timestamptz)),
  done AS (
    INSERT INTO placement AS x (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running,
        exposed, since, seen_at)
      SELECT subject, place, asset, workload, cluster, team, "fixTeam", source, running, exposed, since, p_at FROM given
      ORDER BY subject, place, asset, workload
    ON CONFLICT (subject_id, place_id, asset_id, workload_id) DO UPDATE SET source = x.source | excluded.source,
      running = CASE WHEN x.source & 1 = 1 AND excluded.source & 1 = 0 THEN x.running ELSE excluded.running END
    WHERE x.source | excluded.source <> x.source OR (x.running <> excluded.running AND (excluded.source & 1 = 1 OR x.source & 1 = 0))
    RETURNING x.subject_id, x.place_id, x.asset_id)
  SELECT array_agg(subject_id), array_agg(place_id), array_agg(asset_id) INTO s, p, a FROM done;
  IF s IS NULL THEN RETURN; END IF;

  WITH waiting AS MATERIALIZED (
    SELECT x.* FROM (SELECT DISTINCT unnest(a) AS asset_id) u
    CROSS JOIN LATERAL (SELECT * FROM placement x WHERE x.asset_id = u.asset_id OFFSET 0) x WHERE x.source & 3 = 0),
  passing AS MATERIALIZED (
    SELECT x.subject_id, x.place_id, x.asset_id, x.workload_id, r.place_id AS to_place, r.team_id
    FROM waiting x CROSS JOIN LATERAL (SELECT * FROM placement r WHERE r.asset_id = x.asset_id OFFSET 0) r
    WHERE gives_way(x.source, x.cluster_id, r.source, r.cluster_id)),
  passed AS (
    DELETE FROM placement x USING passing y WHERE x.subject_id = y.subject_id AND x.place_id = y.place_id
      AND x.asset_id = y.asset_id AND x.workload_id = y.workload_id),
  moved AS (INSERT INTO mv SELECT DISTINCT subject_id, place_id, -1, to_place, team_id, p_at, p_report FROM passing)
  SELECT array_agg(subject_id), array_agg(place_id), array_agg(asset_id) INTO s2, p2, a2 FROM passing;
  PERFORM mark_placement(s || s2, p || p2, a || a2, p_at, p_report);
END $$;

-- Takes placements away and remembers them.
CREATE FUNCTION place_remove(p_rows jsonb, p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE s int[]; p int[]; a int[]; BEGIN
  WITH gone AS (
    DELETE FROM placement x USING (SELECT * FROM jsonb_to_recordset(p_rows) g(subject int, place int, asset int, workload int)) g
    WHERE x.subject_id = g.subject AND x.place_id = g.place AND x.asset_id = g.asset AND x.workload_id = g.workload RETURNING x.*),
  past AS (
    INSERT INTO placement_past (subject_id, place_id, asset_id, workload_id, team_id, since, until)
      SELECT subject_id, place_id, asset_id, workload_id, team_id, since, p_at FROM gone)
  SELECT array_agg(subject_id), array_agg(place_id), array_agg(asset_id) INTO s, p, a FROM gone;
  IF s IS NOT NULL THEN PERFORM mark_placement(s, p, a, p_at, p_report); END IF;
END $$;

-- Changes team, exposure or running of placements that are there. A change of team moves findings (mv).
CREATE FUNCTION place_change(p_rows jsonb, p_at timestamptz, p_report bigint) RETURNS int
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE s int[]; p int[]; a int[]; BEGIN
  WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(p_rows) g(subject int, place int, asset int, workload int, team int, "fixTeam" int,
      running smallint, exposed boolean)),
  old AS MATERIALIZED (
    SELECT x.*, g.team, g."fixTeam", g.running AS new_running, g.exposed AS new_exposed FROM given g CROSS JOIN LATERAL (
      SELECT * FROM placement x WHERE x.subject_id = g.subject AND x.place_id = g.place AND x.asset_id = g.asset
        AND x.workload_id = g.workload OFFSET 0) x),
  done AS (
    UPDATE placement x SET team_id = coalesce(o.team, x.team_id), fix_team_id = coalesce(o."fixTeam", x.fix_team_id),
        running = coalesce(o.new_running, x.running), exposed = coalesce(o.new_exposed, x.exposed)
      FROM old o WHERE x.subject_id = o.subject_id AND x.place_id = o.place_id AND x.asset_id = o.asset_id
        AND x.workload_id = o.workload_id RETURNING x.subject_id),
  moved AS (
    INSERT INTO mv SELECT DISTINCT subject_id, place_id, team_id, place_id, team, p_at, p_report FROM old
      WHERE team IS NOT NULL AND team <> team_id)
  SELECT array_agg(subject_id), array_agg(place_id), array_agg(asset_id) INTO s, p, a FROM old;
  IF s IS NULL THEN RETURN 0; END IF;
  PERFORM mark_placement(s, p, a, p_at, p_report);
  RETURN cardinality(s);
END $$;

-- Two assets turn out to be one (a tag whose digest is learnt, two digests of one image): `p_from` goes up in `p_to`.
CREATE FUNCTION asset_merge(p_from int, p_to int, p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE x record; BEGIN
  INSERT INTO placement AS p (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running,
      exposed, since, seen_at)
    SELECT subject_id, place_id, p_to, CASE WHEN workload_id = p_from THEN p_to ELSE workload_id END, cluster_id, team_id,
      fix_team_id, source, running, exposed, since, seen_at FROM placement WHERE asset_id = p_from
  ON CONFLICT (subject_id, place_id, asset_id, workload_id) DO UPDATE SET source = p.source | excluded.source,
    running = CASE WHEN p.source & 1 = 0 AND excluded.source & 1 = 1 THEN excluded.running ELSE p.running END,
    since = CASE WHEN p.since IS NULL OR excluded.since IS NULL THEN NULL ELSE least(p.since, excluded.since) END,
    seen_at = greatest(p.seen_at, excluded.seen_at);
  PERFORM mark_placement(array_agg(subject_id), array_agg(place_id), array_agg(asset_id), p_at, p_report)
    FROM placement WHERE asset_id IN (p_from, p_to);
  DELETE FROM placement WHERE asset_id = p_from;
  -- A place not known, or only declared, gives way where the other asset has a real one.
  WITH passing AS MATERIALIZED (
    SELECT q.subject_id, q.place_id, q.workload_id, r.place_id AS to_place, r.team_id
    FROM placement q JOIN placement r ON r.asset_id = p_to AND gives_way(q.source, q.cluster_id, r.source, r.cluster_id)
    WHERE q.asset_id = p_to),
  passed AS (
    DELETE FROM placement q USING passing y WHERE q.subject_id = y.subject_id AND q.place_id = y.place_id
      AND q.asset_id = p_to AND q.workload_id = y.workload_id)
  INSERT INTO mv SELECT DISTINCT subject_id, place_id, -1, to_place, team_id, p_at, p_report FROM passing;
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

CREATE FUNCTION merge_apply() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ BEGIN
  DELETE FROM detection x USING (
    SELECT d.tid FROM chg c CROSS JOIN LATERAL (SELECT ctid AS tid FROM detection d WHERE d.asset_id = c.asset_id
      AND d.rule_id = c.rule_id AND d.loc = c.loc AND d.scope_id = c.scope_id OFFSET 0) d WHERE c.op = 2) y
  WHERE x.ctid = y.tid;

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

  UPDATE detection d SET first_seen_at = y.at FROM (
    SELECT x.tid, c.at FROM chg c CROSS JOIN LATERAL (SELECT ctid AS tid, first_seen_at FROM detection d
      WHERE d.asset_id = c.asset_id AND d.rule_id = c.rule_id AND d.loc = c.loc AND d.scope_id = c.scope_id OFFSET 0) x
    WHERE c.op = 3 AND x.first_seen_at > c.at) y
  WHERE d.ctid = y.tid;

  IF EXISTS (SELECT 1 FROM chg) THEN
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

  -- The first complete report of a class decides what was only carried over from the version before.
  IF EXISTS (SELECT 1 FROM scn) THEN
    WITH first_scan AS (
      UPDATE asset a SET scanned = a.scanned | s.bits
      FROM (SELECT asset_id, bit_or(1 << class) AS bits FROM scn GROUP BY 1) s
      WHERE a.id = s.asset_id AND a.scanned & s.bits <> s.bits RETURNING a.id, a.subject_id)
    INSERT INTO dk SELECT f.subject_id, f.place_id, f.rule_id, f.loc, false, s.at, s.report_id
      FROM first_scan a JOIN scn s ON s.asset_id = a.id
      CROSS JOIN LATERAL (SELECT DISTINCT place_id FROM placement p WHERE p.asset_id = a.id OFFSET 0) p
      CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = a.subject_id AND f.place_id = p.place_id OFFSET 0) f
      WHERE f.kind = s.class AND f.presence = 0 AND f.awaiting;
  END IF;
END $$;

-- Does anything that runs there (of the team, -1: of any) show it, or may do so still?
CREATE FUNCTION is_supported(f finding, p_place int, p_team int) RETURNS boolean LANGUAGE sql STABLE SET enable_seqscan = off AS $$
  SELECT EXISTS (SELECT 1 FROM placement p WHERE p.subject_id = f.subject_id AND p.place_id = p_place
    AND (p_team = -1 OR p.team_id = p_team) AND (
      EXISTS (SELECT 1 FROM detection d WHERE d.asset_id = p.asset_id AND d.rule_id = f.rule_id AND (f.loc = 0 OR d.loc = f.loc)
        AND NOT d.muted)
      OR f.awaiting AND EXISTS (SELECT 1 FROM asset a WHERE a.id = p.asset_id AND a.scanned >> f.kind & 1 = 0))) $$;

-- The finding with the dates that the evidence at a place gives it, where that is younger.
CREATE FUNCTION redated(f finding, p_place int, p_team int) RETURNS SETOF finding LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
DECLARE was timestamptz := f.first_seen_at; BEGIN
  SELECT min(d.first_seen_at) INTO f.first_seen_at FROM placement p JOIN detection d ON d.asset_id = p.asset_id
    WHERE p.subject_id = f.subject_id AND p.place_id = p_place AND p.team_id = p_team AND d.rule_id = f.rule_id
      AND (f.loc = 0 OR d.loc = f.loc) AND NOT d.muted;
  IF f.first_seen_at > was THEN
    IF f.due_at = due_of(f.severity, f.flags & 1 = 1, f.fix_state, was) THEN
      f.due_at := due_of(f.severity, f.flags & 1 = 1, f.fix_state, f.first_seen_at);
    END IF;
    IF f.state_at = was THEN f.state_at := f.first_seen_at; END IF;
    RETURN NEXT f;
  END IF;
END $$;

-- Carries findings over to another place or team as the same rows. Where the target has the finding, the two become one.
-- With all that ran there goes all of the history; where something stays, what only the moved part shows goes.
CREATE FUNCTION merge_move() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM mv) THEN RETURN; END IF;
  CREATE TEMP TABLE move ON COMMIT DROP AS
    SELECT m.*, count(*) OVER (PARTITION BY subject_id, from_place, from_team) > 1 AS several,
      EXISTS (SELECT 1 FROM placement p WHERE p.subject_id = m.subject_id AND p.place_id = m.from_place
        AND (m.from_team = -1 OR p.team_id = m.from_team)) AS stays
    FROM (SELECT subject_id, from_place, from_team, to_place, to_team, max(at) AS at, max(report_id) AS report_id
          FROM mv GROUP BY 1, 2, 3, 4, 5) m;
  INSERT INTO kin SELECT f.subject_id, f.place_id, f.rule_id, f.loc, m.to_team, min(f.first_seen_at), max(f.decision)
    FROM move m CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = m.subject_id AND f.place_id = m.from_place
      AND f.team_id = m.from_team AND f.presence = 0 OFFSET 0) f
    WHERE m.from_place = m.to_place AND (m.stays OR m.several) GROUP BY 1, 2, 3, 4, 5;
  CREATE TEMP TABLE moving ON COMMIT DROP AS
    SELECT DISTINCT ON (f.id) f.*, m.to_place, m.to_team, m.at, m.report_id,
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
    FROM (SELECT y.* FROM moving m JOIN finding f ON f.id = m.id CROSS JOIN LATERAL redated(f, m.to_place, m.to_team) y
      WHERE m.place_id <> m.to_place AND m.presence = 0) d WHERE d.id = m.id;
  UPDATE finding f SET first_seen_at = d.first_seen_at, due_at = d.due_at, state_at = d.state_at
    FROM (SELECT y.* FROM (SELECT DISTINCT subject_id, from_place FROM move WHERE from_team = -1 AND stays) m
      JOIN finding f ON f.subject_id = m.subject_id AND f.place_id = m.from_place AND f.presence = 0
      CROSS JOIN LATERAL redated(f, f.place_id, f.team_id) y
      WHERE NOT EXISTS (SELECT 1 FROM moving x WHERE x.id = f.id)) d WHERE d.id = f.id;
  -- Several teams at the old place may go to one team: the oldest row goes over, the others are merged into it.
  UPDATE moving x SET target_id = f.id FROM finding f WHERE f.subject_id = x.subject_id AND f.place_id = x.to_place
    AND f.rule_id = x.rule_id AND f.loc = x.loc AND f.team_id = x.to_team AND NOT EXISTS (SELECT 1 FROM moving y WHERE y.id = f.id);
  UPDATE moving x SET target_id = y.first_id FROM (SELECT subject_id, to_place, rule_id, loc, to_team, min(id) AS first_id
      FROM moving GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1) y
    WHERE x.target_id IS NULL AND (x.subject_id, x.to_place, x.rule_id, x.loc, x.to_team)
      = (y.subject_id, y.to_place, y.rule_id, y.loc, y.to_team) AND x.id <> y.first_id;

  -- Out of the roll-up with all rows that change, as they were …
  CREATE TEMP TABLE touched ON COMMIT DROP AS
    SELECT id FROM moving UNION SELECT target_id FROM moving WHERE target_id IS NOT NULL;
  PERFORM posture_add(-1);
  INSERT INTO finding_event (finding_id, axis, before, after, observed_at, report_id)
    SELECT coalesce(target_id, id), 6, place_id, to_place, at, report_id FROM moving WHERE place_id <> to_place
    UNION ALL SELECT coalesce(target_id, id), 5, team_id, to_team, at, report_id FROM moving WHERE team_id <> to_team;
  DELETE FROM finding f USING moving m WHERE f.id = m.id AND m.target_id IS NOT NULL;
  -- One may go where another just leaves: aside first, so that no two ever share a key.
  UPDATE finding f SET team_id = -1 - f.team_id FROM moving m JOIN moving n ON n.subject_id = m.subject_id
      AND n.to_place = m.place_id AND n.to_team = m.team_id AND n.rule_id = m.rule_id AND n.loc = m.loc
    WHERE f.id = m.id AND m.target_id IS NULL;
  UPDATE finding f SET place_id = m.to_place, team_id = m.to_team, cluster_id = m.to_cluster, fix_team_id = m.to_fix_team,
      first_seen_at = m.first_seen_at, due_at = m.due_at, state_at = m.state_at
    FROM moving m WHERE f.id = m.id AND m.target_id IS NULL;
  IF EXISTS (SELECT 1 FROM moving WHERE target_id IS NOT NULL) THEN PERFORM merge_into(); END IF;
  -- … and in again as they are.
  PERFORM posture_add(1);
  INSERT INTO dk SELECT subject_id, to_place, rule_id, loc, false, at, report_id FROM moving;
  DROP TABLE move, moving, touched;
END $$;

-- The rest of merge_move(): findings of `moving` that have a target are one with it from now on. The earliest date, the
-- decisions and the history are kept; what is there wins over what is not.
CREATE FUNCTION merge_into() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  CREATE TEMP TABLE target ON COMMIT DROP AS
    SELECT f.*, m.at, m.report_id FROM (SELECT target_id, max(at) AS at, max(report_id) AS report_id FROM moving
      WHERE target_id IS NOT NULL GROUP BY 1) m JOIN finding f ON f.id = m.target_id;
  UPDATE finding_event e SET finding_id = m.target_id FROM moving m WHERE e.finding_id = m.id AND m.target_id IS NOT NULL;
  UPDATE finding f SET first_seen_at = least(f.first_seen_at, m.first_seen_at), decision = greatest(f.decision, m.decision),
      work = greatest(f.work, m.work), assignee_id = coalesce(f.assignee_id, m.assignee_id),
      due_at = CASE WHEN f.presence = 0 THEN least(f.due_at, m.due_at) ELSE coalesce(m.due_at, f.due_at) END
    FROM (SELECT target_id, min(first_seen_at) AS first_seen_at, max(decision) AS decision, max(work) AS work,
            min(assignee_id) AS assignee_id, min(due_at) FILTER (WHERE presence = 0) AS due_at FROM moving WHERE target_id IS NOT NULL GROUP BY 1) m
    WHERE f.id = m.target_id;
  UPDATE finding f SET presence = 0, severity = m.severity, fix_state = m.fix_state, points = m.points, places = m.places,
      flags = m.flags, witnesses = m.witnesses, awaiting = m.awaiting, area = m.area
    FROM (SELECT DISTINCT ON (target_id) * FROM moving WHERE target_id IS NOT NULL AND presence = 0
      ORDER BY target_id, awaiting, id) m
    WHERE f.id = m.target_id AND f.presence <> 0;
  UPDATE finding f SET state = state_of(f.presence, f.awaiting, f.decision, f.work),
      state_at = CASE WHEN state_of(f.presence, f.awaiting, f.decision, f.work) <> t.state THEN t.at ELSE f.state_at END
    FROM target t WHERE f.id = t.id;
  -- The journal goes on from what the one finding now is.
  INSERT INTO finding_event (finding_id, axis, observed_at, report_id) SELECT id, 11, at, report_id FROM target;
  INSERT INTO finding_event (finding_id, axis, before, after, observed_at, report_id)
    SELECT f.id, v.axis, coalesce(e.after, v.before), v.after, t.at, t.report_id
    FROM target t JOIN finding f ON f.id = t.id CROSS JOIN LATERAL (VALUES
      (0, t.presence::int, f.presence::int), (1, t.decision::int, f.decision::int), (2, t.work::int, f.work::int),
      (3, t.severity::int, f.severity::int), (4, t.points, f.points), (7, t.fix_state::int, f.fix_state::int),
      (10, t.awaiting::int, f.awaiting::int), (5, f.team_id, f.team_id), (6, f.place_id, f.place_id)) v(axis, before, after)
    LEFT JOIN LATERAL (SELECT after FROM finding_event e WHERE e.finding_id = f.id AND e.axis = v.axis
      ORDER BY e.id DESC LIMIT 1) e ON true
    WHERE coalesce(e.after, v.before) <> v.after;
  DROP TABLE target;
END $$;

-- Adds (1) or takes out (-1) what the findings named in `touched` weigh in the roll-up now.
CREATE FUNCTION posture_add(p_sign int) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  INSERT INTO pd SELECT f.place_id, f.team_id, f.fix_team_id, f.area, f.kind, f.severity, f.state,
      CASE WHEN s.kind = 4 AND f.place_id = 0 THEN 6 ELSE s.unit END, f.cluster_id, p_sign,
      CASE WHEN f.presence = 0 THEN p_sign * f.points::bigint * f.places ELSE 0 END,
      CASE WHEN f.presence = 0 AND f.flags & 1 = 1 THEN p_sign ELSE 0 END,
      CASE WHEN f.presence = 0 AND f.flags & 5 = 5 THEN p_sign ELSE 0 END,
      CASE WHEN f.presence = 0 AND f.fix_state = 3 THEN p_sign ELSE 0 END
    FROM touched t CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = t.id OFFSET 0) f
    CROSS JOIN LATERAL (SELECT kind, unit FROM subject WHERE id = f.subject_id OFFSET 0) s;
END $$;

-- Works the findings of the dirty keys out anew from placements × detections, and writes only what differs.
CREATE FUNCTION merge_derive() RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ DECLARE v_days int[] := due_days(); BEGIN
  IF NOT EXISTS (SELECT 1 FROM dk) THEN RETURN; END IF;
  WITH k AS MATERIALIZED (
    SELECT subject_id, place_id, rule_id, loc, bool_or(gone) AS gone, max(at) AS at, max(report_id) AS report_id
    FROM dk GROUP BY 1, 2, 3, 4),
  -- With what is known of subject, place and rule, each looked up once. Left joins, so that the planner expects as many
  -- rows as there are keys, and a hash wherever this is joined.
  sp AS MATERIALIZED (
    SELECT q.subject_id, q.place_id, s.kind AS s_kind, s.unit, s.versioned, s.fix_team_id, pl.cluster_id
    FROM (SELECT DISTINCT subject_id, place_id FROM k) q
    CROSS JOIN LATERAL (SELECT kind, unit, versioned, fix_team_id FROM subject WHERE id = q.subject_id OFFSET 0) s
    CROSS JOIN LATERAL (SELECT cluster_id FROM place WHERE id = q.place_id OFFSET 0) pl),
  ru AS MATERIALIZED (
    SELECT r.* FROM (SELECT DISTINCT rule_id FROM k) q
    CROSS JOIN LATERAL (SELECT id, kind, area, kev, epss, factor FROM rule WHERE id = q.rule_id OFFSET 0) r),
  kk AS MATERIALIZED (
    SELECT k.*, sp.s_kind, sp.unit, sp.versioned, sp.fix_team_id, sp.cluster_id, ru.kind, ru.area, ru.kev, ru.epss, ru.factor
    FROM k LEFT JOIN sp ON sp.subject_id = k.subject_id AND sp.place_id = k.place_id LEFT JOIN ru ON ru.id = k.rule_id
    WHERE coalesce(sp.s_kind, -1) >= 0 AND coalesce(ru.id, 0) > 0),
  pp AS MATERIALIZED (
    SELECT p.* FROM (SELECT DISTINCT subject_id, place_id FROM k) q CROSS JOIN LATERAL (
      SELECT subject_id, place_id, asset_id, workload_id, team_id, running, exposed, since
      FROM placement p WHERE p.subject_id = q.subject_id AND p.place_id = q.place_id OFFSET 0) p),
  said AS MATERIALIZED (
    SELECT k.subject_id, k.place_id, k.rule_id, k.loc, p.team_id, count(DISTINCT p.workload_id)::int AS places,
      bool_or(p.exposed) AS exposed, bool_and(p.running = 2) AS idle,
      (max(d.severity_source * 8 + d.severity) % 8)::smallint AS severity, max(d.fix_state) AS fix_state,
      bit_or(1::bigint << d.tool_id) AS witnesses, min(greatest(d.first_seen_at, p.since)) AS first_seen_at
    FROM k JOIN pp p USING (subject_id, place_id)
    CROSS JOIN LATERAL (SELECT severity, severity_source, fix_state, tool_id, first_seen_at FROM detection d
      WHERE d.asset_id = p.asset_id AND d.rule_id = k.rule_id AND (k.loc = 0 OR d.loc = k.loc) AND NOT d.muted OFFSET 0) d
    GROUP BY 1, 2, 3, 4, 5),
  -- A full join is always a hash, whatever the planner thinks of the size of kin. (An index on it would cost more: it is
  -- made anew at every commit, and the plan of this with it.)
  want AS MATERIALIZED (
    SELECT w.*, i.first_seen_at AS kin_first, i.decision AS kin_decision
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
      w.witnesses AS w_witnesses, w.first_seen_at AS w_first,
      CASE WHEN h.id IS NULL THEN w.kin_first END AS kin_first, w.kin_decision, h.id, h.fix_team_id AS o_fix_team, h.area AS o_area,
      h.severity AS o_severity, h.state AS o_state, h.presence AS o_presence, h.decision AS o_decision, h.work AS o_work,
      h.awaiting AS o_awaiting, h.fix_state AS o_fix, h.flags AS o_flags, h.points AS o_points, h.places AS o_places,
      h.witnesses AS o_witnesses, h.first_seen_at AS o_first, h.due_at AS o_due
    FROM want w FULL JOIN have h ON w.subject_id = h.subject_id AND w.place_id = h.place_id AND w.rule_id = h.rule_id
      AND w.loc = h.loc AND w.team_id = h.team_id),
  v AS (
    SELECT j.*, k.kind, k.kev, k.factor, (k.epss >= 0.1) IS TRUE AS likely, area_of(k.kind, k.s_kind, k.area) AS area,
      k.versioned, k.s_kind, (CASE WHEN k.s_kind = 4 AND j.place_id = 0 THEN 6 ELSE k.unit END)::smallint AS unit,
      coalesce(nullif(k.fix_team_id, 0), j.team_id) AS fix_team_id, k.cluster_id, k.gone, k.at, k.report_id,
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
  m AS MATERIALIZED (
    SELECT n.*, state_of(presence, awaiting, decision, work) AS state,
      CASE WHEN present THEN points_of(severity, factor, flags & 4 <> 0, flags & 8 <> 0) ELSE o_points END AS points,
      CASE
        WHEN NOT present THEN o_due
        WHEN id IS NULL THEN due_in(v_days, severity, kev, fix_state, first_seen_at)
        WHEN o_presence <> 0 THEN due_in(v_days, severity, kev, fix_state, at)
        WHEN fix_state IN (1, 2) THEN NULL
        WHEN o_due IS NULL THEN due_in(v_days, severity, kev, fix_state, at)
        WHEN severity_rises(o_severity, severity) OR (kev AND o_flags & 1 = 0) THEN least(o_due, due_in(v_days, severity, kev, fix_state, at))
        -- Seen earlier than was known: the clock started then, unless it was started anew since.
        WHEN first_seen_at < o_first AND o_due = due_in(v_days, o_severity, o_flags & 1 = 1, o_fix, o_first)
          THEN due_in(v_days, severity, kev, fix_state, first_seen_at)
        ELSE o_due END AS due_at
    FROM n),
  c AS MATERIALIZED (
    SELECT * FROM m
    WHERE id IS NULL OR (presence, awaiting, severity, fix_state, witnesses, places, flags, decision, work, points, area, fix_team_id, due_at)
      IS DISTINCT FROM (o_presence, o_awaiting, o_severity, o_fix, o_witnesses, o_places, o_flags, o_decision, o_work, o_points,
        o_area, o_fix_team, o_due) OR first_seen_at < o_first),
  ins AS (
    INSERT INTO finding (subject_id, place_id, rule_id, loc, team_id, fix_team_id, cluster_id, kind, area, severity, state,
        presence, decision, work, awaiting, fix_state, flags, points, places, witnesses, first_seen_at, state_at, due_at)
      SELECT subject_id, place_id, rule_id, loc, team_id, fix_team_id, cluster_id, kind, area, severity, state, presence,
        decision, work, awaiting, fix_state, flags, points, places, witnesses, first_seen_at, first_seen_at, due_at
      FROM c WHERE id IS NULL ORDER BY subject_id, place_id, rule_id, loc, team_id),
  upd AS (
    UPDATE finding f SET fix_team_id = c.fix_team_id, area = c.area, severity = c.severity, state = c.state,
        presence = c.presence, decision = c.decision, work = c.work, awaiting = c.awaiting, fix_state = c.fix_state,
        flags = c.flags, points = c.points, places = c.places, witnesses = c.witnesses, first_seen_at = c.first_seen_at,
        due_at = c.due_at, state_at = CASE WHEN c.state <> c.o_state THEN c.at
          WHEN f.state_at = f.first_seen_at THEN c.first_seen_at ELSE f.state_at END
      FROM c WHERE f.id = c.id),
  journal AS (
    INSERT INTO finding_event (finding_id, axis, before, after, observed_at, report_id)
      SELECT c.id, e.axis, e.before, e.after, c.at, c.report_id FROM c CROSS JOIN LATERAL (VALUES
        (0, o_presence::int, presence::int), (1, o_decision::int, decision::int), (2, o_work::int, work::int),
        (3, o_severity::int, severity::int), (4, o_points, points), (7, o_fix::int, fix_state::int),
        (10, o_awaiting::int, awaiting::int)) e(axis, before, after)
      WHERE c.id IS NOT NULL AND e.before <> e.after),
  counted AS (
    INSERT INTO outcome SELECT report_id, count(*) FILTER (WHERE id IS NULL),
        count(*) FILTER (WHERE o_presence <> 0 AND presence = 0), count(*) FILTER (WHERE o_presence = 0 AND presence <> 0),
        count(*) FILTER (WHERE o_presence = 0 AND presence = 0
          AND (severity, fix_state, witnesses, awaiting) IS DISTINCT FROM (o_severity, o_fix, o_witnesses, o_awaiting))
      FROM c GROUP BY 1)
  INSERT INTO pd
    SELECT place_id, team_id, fix_team_id, area, kind, severity, state, unit, cluster_id, 1,
      CASE WHEN present THEN points::bigint * places ELSE 0 END, CASE WHEN present AND flags & 1 = 1 THEN 1 ELSE 0 END,
      CASE WHEN present AND flags & 5 = 5 THEN 1 ELSE 0 END, CASE WHEN present AND fix_state = 3 THEN 1 ELSE 0 END
    FROM c
    UNION ALL
    SELECT place_id, team_id, o_fix_team, o_area, kind, o_severity, o_state, unit, cluster_id, -1,
      CASE WHEN o_presence = 0 THEN -o_points::bigint * o_places ELSE 0 END,
      CASE WHEN o_presence = 0 AND o_flags & 1 = 1 THEN -1 ELSE 0 END,
      CASE WHEN o_presence = 0 AND o_flags & 5 = 5 THEN -1 ELSE 0 END,
      CASE WHEN o_presence = 0 AND o_fix = 3 THEN -1 ELSE 0 END
    FROM c WHERE id IS NOT NULL;
END $$;

-- Last and in the order of the key: two merges that touch the same rows of the roll-up wait, and never for each other.
CREATE FUNCTION merge_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO posture_count AS r (place_id, team_id, fix_team_id, area, kind, severity, state, unit, cluster_id, n, points,
      kev, exposed_kev, fixable)
    SELECT place_id, team_id, fix_team_id, area, kind, severity, state, unit, min(cluster_id), sum(n), sum(points), sum(kev),
      sum(exposed_kev), sum(fixable)
    FROM pd GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    HAVING sum(n) <> 0 OR sum(points) <> 0 OR sum(kev) <> 0 OR sum(exposed_kev) <> 0 OR sum(fixable) <> 0
    ORDER BY 1, 2, 3, 4, 5, 6, 7, 8
  ON CONFLICT (place_id, team_id, fix_team_id, area, kind, severity, state, unit) DO UPDATE SET n = r.n + excluded.n,
    points = r.points + excluded.points, kev = r.kev + excluded.kev, exposed_kev = r.exposed_kev + excluded.exposed_kev,
    fixable = r.fixable + excluded.fixable;
END $$;

-- Runtime findings whose latest event is older than p_before: their detections are muted, so that derive() finds nothing.
CREATE FUNCTION quiet_mark(p_before timestamptz) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  WITH old AS (
    UPDATE detection d SET muted = true FROM finding f JOIN placement p ON p.subject_id = f.subject_id AND p.place_id = f.place_id
    WHERE f.kind = 5 AND f.presence = 0 AND d.asset_id = p.asset_id AND d.rule_id = f.rule_id AND d.loc = f.loc AND NOT d.muted
      AND coalesce((d.evidence->>'lastAt')::timestamptz, d.first_seen_at) < p_before
    RETURNING f.subject_id, f.place_id, d.rule_id, d.loc, d.scope_id),
  counted AS (UPDATE scope SET findings = NULL WHERE id IN (SELECT scope_id FROM old) AND findings IS NOT NULL)
  INSERT INTO dk SELECT subject_id, place_id, rule_id, loc, true, now(), NULL FROM old;
END $$;

-- Which (area, unit) pairs make up an area, so that what was never looked at lowers coverage.
CREATE FUNCTION expected_units() RETURNS TABLE (area smallint, unit smallint) LANGUAGE sql IMMUTABLE AS $$
  VALUES (0::smallint, 1::smallint), -- host: nodes
    (1, 0), -- network: workloads
    (2, 0), (2, 4), -- platform: workloads, control plane
    (3, 5), -- pipeline: repositories
    (4, 0), (4, 5), (4, 6), -- application: workloads, repositories, images that run nowhere that we know of
    (5, 0) -- runtime: workloads
$$;

-- Units of a cluster (0: of no cluster) by place, team and area: how many, and how many with evidence.
-- A workload is assessed for what its images are scanned for when all of them are. Evidence about the cluster as a
-- whole counts for its control plane, and a runtime sensor's for all of its workloads.
-- Objects that run nothing (roles, services, …) are parts of one unit: their namespace, or the control plane.
CREATE FUNCTION units_refresh(p_cluster int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  CREATE TEMP TABLE units_now ON COMMIT DROP AS
  WITH unit AS MATERIALIZED ( -- one row per unit
    SELECT DISTINCT p.place_id, p.team_id, p.workload_id AS id,
      CASE WHEN s.kind = 4 AND p.place_id = 0 THEN 6 WHEN p.workload_id = p.asset_id THEN s.unit ELSE 0 END::smallint AS unit
    FROM placement p JOIN subject s ON s.id = p.subject_id WHERE p.cluster_id = p_cluster),
  seen AS MATERIALIZED ( -- evidence per asset and area
    SELECT s.target_id AS asset_id, a.area::smallint AS area, max(s.observed_at) AS at
    FROM scope s CROSS JOIN generate_series(0, 6) a(area)
    WHERE s.observed_at IS NOT NULL AND s.assesses >> a.area & 1 = 1
      AND s.target_id IN (SELECT asset_id FROM placement WHERE cluster_id = p_cluster)
    GROUP BY 1, 2),
  whole AS MATERIALIZED (
    SELECT e.area, max(e.at) AS at FROM seen e JOIN asset a ON a.id = e.asset_id WHERE a.kind = 0 GROUP BY 1),
  by_image AS MATERIALIZED ( -- workloads by their images: the worst of them decides
    SELECT p.workload_id AS id, p.place_id, p.team_id, a.area::smallint AS area, bool_and(e.at IS NOT NULL) AS whole, min(e.at) AS at
    FROM placement p CROSS JOIN generate_series(0, 6) a(area) LEFT JOIN seen e ON e.asset_id = p.asset_id AND e.area = a.area
    WHERE p.cluster_id = p_cluster AND p.asset_id <> p.workload_id GROUP BY 1, 2, 3, 4),
  evidence AS (
    SELECT u.place_id, u.team_id, u.unit, u.id, x.area, max(x.at) AS at FROM unit u CROSS JOIN LATERAL (
      SELECT e.area, e.at FROM seen e WHERE e.asset_id = u.id
      UNION ALL SELECT i.area, i.at FROM by_image i WHERE i.id = u.id AND i.place_id = u.place_id AND i.team_id = u.team_id AND i.whole
      UNION ALL SELECT w.area, w.at FROM whole w WHERE (w.area = 5 AND u.unit = 0) OR (w.area <> 5 AND u.unit = 4)) x
    GROUP BY 1, 2, 3, 4, 5),
  totals AS (
    SELECT place_id, team_id, unit, count(DISTINCT CASE WHEN unit IN (2, 4) THEN 0 ELSE id END)::int AS total FROM unit GROUP BY 1, 2, 3),
  rows AS (
    SELECT t.place_id, t.team_id, x.area, t.unit, t.total FROM totals t JOIN expected_units() x ON x.unit = t.unit
    UNION SELECT e.place_id, e.team_id, e.area, e.unit, t.total FROM evidence e JOIN totals t USING (place_id, team_id, unit)),
  counted AS (
    SELECT place_id, team_id, area, unit, count(DISTINCT CASE WHEN unit IN (2, 4) THEN 0 ELSE id END)::int AS assessed, max(at) AS at
    FROM evidence GROUP BY 1, 2, 3, 4),
  -- Findings without a unit of their kind at their place still weigh on one.
  weighing AS (
    SELECT place_id, team_id, area, unit FROM posture_count WHERE cluster_id = p_cluster AND state < 8 AND n > 0 GROUP BY 1, 2, 3, 4)
  SELECT coalesce(r.place_id, w.place_id) AS place_id, coalesce(r.team_id, w.team_id) AS team_id, coalesce(r.area, w.area) AS area,
    coalesce(r.unit, w.unit) AS unit, greatest(coalesce(r.total, 0), CASE WHEN w.unit IS NULL THEN 0 ELSE 1 END) AS total,
    greatest(coalesce(c.assessed, 0), CASE WHEN w.unit IS NULL THEN 0 ELSE 1 END) AS assessed,
    coalesce(c.at, CASE WHEN w.unit IS NULL THEN NULL ELSE (SELECT max(at) FROM seen) END) AS at
  FROM rows r LEFT JOIN counted c USING (place_id, team_id, area, unit)
  FULL JOIN weighing w ON w.place_id = r.place_id AND w.team_id = r.team_id AND w.area = r.area AND w.unit = r.unit;

  DELETE FROM unit_count u WHERE u.cluster_id = p_cluster AND NOT EXISTS (SELECT 1 FROM units_now n WHERE n.place_id = u.place_id
    AND n.team_id = u.team_id AND n.area = u.area AND n.unit = u.unit);
  INSERT INTO unit_count AS u (place_id, team_id, area, unit, cluster_id, total, assessed, observed_at)
    SELECT place_id, team_id, area, unit, p_cluster, total, assessed, at FROM units_now
  ON CONFLICT (place_id, team_id, area, unit) DO UPDATE SET total = excluded.total, assessed = excluded.assessed,
    observed_at = excluded.observed_at, cluster_id = excluded.cluster_id
  WHERE (u.total, u.assessed, u.observed_at) IS DISTINCT FROM (excluded.total, excluded.assessed, excluded.observed_at);
  DROP TABLE units_now;
END $$;

-- A stale witness (silent since before p_before) does not hold a detection open against a fresh complete one of the
-- same class on the same target: it is muted until it speaks again.
CREATE FUNCTION stale_mute(p_before timestamptz) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  WITH stale AS (
    UPDATE scope s SET muted = true, findings = NULL WHERE NOT s.muted AND s.observed_at < p_before AND EXISTS (
      SELECT 1 FROM scope f WHERE f.target_id = s.target_id AND f.class = s.class AND f.id <> s.id AND f.complete_at >= p_before)
    RETURNING s.id, s.target_id),
  muted AS (
    UPDATE detection d SET muted = true FROM stale s WHERE d.asset_id = s.target_id AND d.scope_id = s.id AND NOT d.muted
    RETURNING d.asset_id, d.rule_id, d.loc)
  INSERT INTO dk SELECT DISTINCT p.subject_id, p.place_id, m.rule_id, CASE WHEN is_located(r.kind) THEN m.loc ELSE 0 END, true, now(),
      NULL::bigint
    FROM muted m JOIN rule r ON r.id = m.rule_id JOIN placement p ON p.asset_id = m.asset_id;
END $$;
