-- Where a thing was seen earlier than was known, the clocks that started when it came there start earlier too.

-- Findings whose clock started when one of these placements came about, and was not started anew since.
CREATE FUNCTION due_earlier(p_placements placement[]) RETURNS bigint[] LANGUAGE sql STABLE SET enable_seqscan = off AS $$
  SELECT array_agg(DISTINCT f.id) FROM unnest(p_placements) x CROSS JOIN LATERAL (SELECT * FROM finding f
      WHERE f.subject_id = x.subject_id AND f.place_id = x.place_id AND f.team_id = x.team_id OFFSET 0) f
    WHERE f.presence = 0 AND f.due_at IS NOT NULL AND f.due_at - due_span(f.due_days) <= greatest(f.first_seen_at, x.arrived_at) $$;
-- Gives these the due dates that the placements give them as they are now, where those are earlier.
CREATE FUNCTION due_arrived(p_ids bigint[], p_at timestamptz, p_report bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF p_ids IS NULL THEN RETURN; END IF;
  CREATE TEMP TABLE earlier ON COMMIT DROP AS
    SELECT f.id, c.at + due_span(f.due_days) AS due_at FROM finding f CROSS JOIN LATERAL (
      SELECT min(greatest(d.first_seen_at, p.since, p.arrived_at)) AS at FROM placement p JOIN detection d ON d.asset_id = p.asset_id
      WHERE p.subject_id = f.subject_id AND p.place_id = f.place_id AND p.team_id = f.team_id AND d.rule_id = f.rule_id
        AND (f.loc = 0 OR d.loc = f.loc) AND NOT d.muted OFFSET 0) c
    WHERE f.id = ANY (p_ids) AND c.at + due_span(f.due_days) < f.due_at;
  IF EXISTS (SELECT 1 FROM earlier) THEN
    CREATE TEMP TABLE touched ON COMMIT DROP AS
      SELECT id, p_at AS at, p_report AS report_id, NULL::int AS actor_id FROM earlier;
    PERFORM posture_add(-1);
    UPDATE finding f SET due_at = e.due_at FROM earlier e WHERE e.id = f.id;
    PERFORM posture_add(1);
    DROP TABLE touched;
  END IF;
  DROP TABLE earlier;
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
