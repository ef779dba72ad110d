-- Where assets are: changes of placements as an inventory or a report states them.

-- Findings of one subject at one place for all that an asset says there: used when a placement comes or goes.
CREATE OR REPLACE FUNCTION mark_placement(p_subject int[], p_place int[], p_asset int[], p_at timestamptz, p_report bigint) RETURNS void
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

-- Adds placements, or adds a source to those that are there; the earliest word says since when.
CREATE OR REPLACE FUNCTION place_add(p_rows jsonb, p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE s int[]; p int[]; a int[]; s2 int[]; p2 int[]; a2 int[];
  v_earlier bigint[]; BEGIN
  v_earlier := due_earlier(ARRAY(SELECT x FROM jsonb_to_recordset(p_rows) g(subject int, place int, asset int, workload int)
    CROSS JOIN LATERAL (SELECT x FROM placement x WHERE x.subject_id = g.subject AND x.place_id = g.place AND x.asset_id = g.asset
      AND x.workload_id = g.workload AND x.arrived_at > p_at OFFSET 0) x));
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
  PERFORM due_arrived(v_earlier, p_at, p_report);

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

-- Takes placements away and remembers them.
CREATE OR REPLACE FUNCTION place_remove(p_rows jsonb, p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE s int[]; p int[]; a int[]; BEGIN
  WITH gone AS (
    DELETE FROM placement x USING (SELECT * FROM jsonb_to_recordset(p_rows) g(subject int, place int, asset int, workload int)) g
    WHERE x.subject_id = g.subject AND x.place_id = g.place AND x.asset_id = g.asset AND x.workload_id = g.workload RETURNING x.*),
  past AS (
    INSERT INTO placement_past (subject_id, place_id, asset_id, workload_id, team_id, since, until, arrived_at)
      SELECT subject_id, place_id, asset_id, workload_id, team_id, since, p_at, arrived_at FROM gone)
  SELECT array_agg(subject_id), array_agg(place_id), array_agg(asset_id) INTO s, p, a FROM gone;
  IF s IS NOT NULL THEN PERFORM mark_placement(s, p, a, p_at, p_report); END IF;
END $$;

-- What a late report saw run where something newer runs since; the earliest word says since when it was there.
CREATE OR REPLACE FUNCTION place_past(p_rows jsonb, p_at timestamptz) RETURNS void LANGUAGE sql SET enable_seqscan = off AS $$
  WITH given AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(p_rows) g(subject int, place int, asset int, workload int, team int, until timestamptz)),
  known AS (
    UPDATE placement_past p SET arrived_at = least(p.arrived_at, p_at) FROM given g WHERE p.asset_id = g.asset AND p.subject_id = g.subject
      AND p.place_id = g.place AND p.workload_id = g.workload AND p.until >= g.until RETURNING g.asset, g.place, g.workload)
  INSERT INTO placement_past (subject_id, place_id, asset_id, workload_id, team_id, until, arrived_at)
    SELECT subject, place, asset, workload, team, until, p_at FROM given WHERE (asset, place, workload) NOT IN (SELECT * FROM known) $$;

-- Changes team, exposure or running of placements that are there. A change of team moves findings (mv).
CREATE OR REPLACE FUNCTION place_change(p_rows jsonb, p_at timestamptz, p_report bigint) RETURNS int
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

-- A report that is older than what was known saw things (that are placed on themselves) there already.
CREATE OR REPLACE FUNCTION place_seen(p_assets int[], p_cluster int, p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE v_seen placement[]; v_earlier bigint[]; BEGIN
  v_seen := ARRAY(SELECT p FROM placement p WHERE asset_id = ANY (p_assets) AND workload_id = asset_id
    AND cluster_id = p_cluster AND arrived_at > p_at);
  v_earlier := due_earlier(v_seen);
  UPDATE placement p SET arrived_at = p_at FROM unnest(v_seen) s WHERE p.subject_id = s.subject_id AND p.place_id = s.place_id
    AND p.asset_id = s.asset_id AND p.workload_id = s.workload_id;
  PERFORM due_arrived(v_earlier, p_at, p_report);
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

-- Carries the findings of one thing of a cluster over to another, as the same rows; where both have one, the two become one.
CREATE OR REPLACE FUNCTION subject_fold(p_from int, p_to int, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ BEGIN
  CREATE TEMP TABLE moving ON COMMIT DROP AS
    SELECT f.*, f.place_id AS to_place, f.team_id AS to_team, p_at AS at, NULL::bigint AS report_id, f.cluster_id AS to_cluster,
      f.fix_team_id AS to_fix_team, (SELECT t.id FROM finding t WHERE t.subject_id = p_to AND t.place_id = f.place_id
        AND t.rule_id = f.rule_id AND t.loc = f.loc AND t.team_id = f.team_id) AS target_id
    FROM finding f WHERE f.subject_id = p_from;
  CREATE TEMP TABLE touched ON COMMIT DROP AS
    SELECT id, p_at AS at, NULL::bigint AS report_id, NULL::int AS actor_id FROM moving
    UNION SELECT target_id, p_at, NULL, NULL FROM moving WHERE target_id IS NOT NULL;
  PERFORM posture_add(-1);
  DELETE FROM finding f USING moving m WHERE f.id = m.id AND m.target_id IS NOT NULL;
  UPDATE finding f SET subject_id = p_to FROM moving m WHERE f.id = m.id AND m.target_id IS NULL;
  IF EXISTS (SELECT 1 FROM moving WHERE target_id IS NOT NULL) THEN PERFORM merge_into(); END IF;
  PERFORM posture_add(1);
  INSERT INTO dk SELECT p_to, place_id, rule_id, loc, false, at, NULL FROM moving;
  DROP TABLE moving, touched;
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
  DELETE FROM scope_said WHERE scope_id IN (SELECT id FROM scope WHERE target_id IN (p_from, p_to) UNION SELECT scope_id FROM detection WHERE asset_id = p_from);
  -- Of two scopes of the same claim the newer holds, with what the older says unless a complete report came since.
  FOR x IN SELECT f.id AS from_id, t.id AS to_id, greatest(f.complete_at, t.complete_at) AS complete_at,
        f.looked || t.looked AS looked, least(f.looked_at, t.looked_at) AS looked_at,
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
    UPDATE scope SET complete_at = x.complete_at, looked = x.looked, looked_at = x.looked_at, findings = NULL WHERE id = x.keep;
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

-- What each tool said of what is placed in a cluster (NULL: in all of them), where it differs from what is known.
CREATE OR REPLACE FUNCTION sources_count(p_cluster int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  WITH heard AS MATERIALIZED (
    SELECT cluster_id, tool_id, count(*)::int AS targets, max(at)::timestamptz(3) AS observed_at, array_agg(at ORDER BY at)::timestamptz(3)[] AS heard
    FROM (SELECT w.cluster_id, s.tool_id, max(s.observed_at) AS at
      FROM (SELECT DISTINCT cluster_id, asset_id FROM placement WHERE p_cluster IS NULL OR cluster_id = p_cluster) w
      JOIN scope s ON s.target_id = w.asset_id WHERE s.observed_at IS NOT NULL GROUP BY w.cluster_id, s.tool_id, s.target_id) x
    GROUP BY 1, 2),
  gone AS (
    DELETE FROM source_count c WHERE (p_cluster IS NULL OR c.cluster_id = p_cluster)
      AND NOT EXISTS (SELECT FROM heard h WHERE h.cluster_id = c.cluster_id AND h.tool_id = c.tool_id))
  INSERT INTO source_count AS c (cluster_id, tool_id, targets, observed_at, heard) SELECT * FROM heard ORDER BY cluster_id, tool_id
  ON CONFLICT (cluster_id, tool_id) DO UPDATE SET targets = excluded.targets, observed_at = excluded.observed_at, heard = excluded.heard
  WHERE c.heard <> excluded.heard;
END $$;
