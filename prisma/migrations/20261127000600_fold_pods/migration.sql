-- A pod that was known by nothing but its name turns out to belong to a controller: what was said of it is said of that.

-- Carries the findings of one thing of a cluster over to another, as the same rows; where both have one, the two become one.
CREATE FUNCTION subject_fold(p_from int, p_to int, p_at timestamptz) RETURNS void
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

-- `p_from` goes up in `p_to`: findings, what tools said, and what is known to run in it. To be called between
-- merge_begin() and merge_derive(), under the locks of their cluster and of the subjects of the images in it.
CREATE FUNCTION workload_fold(p_from int, p_to int, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE v_from int; v_to int; BEGIN
  SELECT subject_id INTO v_from FROM asset WHERE id = p_from;
  SELECT subject_id INTO v_to FROM asset WHERE id = p_to;
  PERFORM mark_placement(array_agg(subject_id), array_agg(place_id), array_agg(asset_id), p_at, NULL)
    FROM placement WHERE workload_id = p_from;
  INSERT INTO placement AS p (subject_id, place_id, asset_id, workload_id, cluster_id, team_id, fix_team_id, source, running,
      exposed, since, seen_at)
    SELECT subject_id, place_id, asset_id, p_to, cluster_id, team_id, fix_team_id, source, running, exposed, since, seen_at
    FROM placement WHERE workload_id = p_from AND asset_id <> p_from
  ON CONFLICT (subject_id, place_id, asset_id, workload_id) DO UPDATE SET source = p.source | excluded.source,
    since = CASE WHEN p.since IS NULL OR excluded.since IS NULL THEN NULL ELSE least(p.since, excluded.since) END,
    seen_at = greatest(p.seen_at, excluded.seen_at);
  DELETE FROM placement WHERE workload_id = p_from AND asset_id <> p_from;
  UPDATE placement_past SET workload_id = p_to WHERE workload_id = p_from AND asset_id <> p_from;

  PERFORM subject_fold(v_from, v_to, p_at);
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
