-- What imports tell remediations; the job verify-remediations judges it.

-- Notes that the evidence of remediations changed, and adds the job that judges it: once in a transaction, without a key,
-- since two imports would wait for each other on that.
CREATE OR REPLACE FUNCTION remediation_touch(p_ids int[]) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  IF cardinality(p_ids) = 0 THEN RETURN; END IF;
  INSERT INTO remediation_touched (remediation_id) SELECT unnest(p_ids);
  IF coalesce(current_setting('parapet.verify', true), '') = '' THEN
    PERFORM set_config('parapet.verify', 'added', true);
    PERFORM graphile_worker.add_job('verify-remediations', '{}'::json, max_attempts => 10::smallint);
  END IF;
END $$;

-- Findings changed; those of which subjects is in dk, the dirty keys of the merge. Whoever changes them without a merge
-- (triage) changes nothing that counts here.
CREATE OR REPLACE FUNCTION remediation_changed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM remediation_watch) AND merging() THEN
    PERFORM remediation_touch(ARRAY(SELECT DISTINCT w.remediation_id FROM (SELECT DISTINCT subject_id FROM dk) d
      CROSS JOIN LATERAL (SELECT remediation_id FROM remediation_watch WHERE subject_id = d.subject_id OFFSET 0) w));
  END IF;
  RETURN NULL;
END $$;

-- Complete reports on these assets came in, whether they changed anything or not: matters to claimed fixes of their
-- subjects, and what is said of a cluster or namespace to those of what lies in it.
CREATE OR REPLACE FUNCTION remediation_heard(p_assets int[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF p_assets IS NULL OR NOT EXISTS (SELECT 1 FROM remediation WHERE state = 2) THEN RETURN; END IF;
  PERFORM remediation_touch(ARRAY(
    WITH heard AS MATERIALIZED (
      SELECT DISTINCT a.subject_id, CASE WHEN a.kind IN (0, 2) THEN a.cluster_id ELSE 0 END AS cluster_id
      FROM unnest(p_assets) g(id) CROSS JOIN LATERAL (SELECT * FROM asset WHERE id = g.id OFFSET 0) a),
    w AS (
      SELECT w.remediation_id FROM heard h JOIN remediation_watch w ON w.subject_id = h.subject_id
      UNION
      SELECT w.remediation_id FROM heard h JOIN remediation_watch w ON w.cluster_id = h.cluster_id WHERE h.cluster_id <> 0)
    SELECT w.remediation_id FROM w JOIN remediation r ON r.id = w.remediation_id WHERE r.state = 2));
END $$;

-- Open ones of these findings that a complete report from after p_since still shows, and when it looked; or a version that
-- came in after p_since and is known to have them. What a report is silent on it does not show (scope.silent_rules).
CREATE OR REPLACE FUNCTION remediation_refuted(p_findings bigint[], p_since timestamptz) RETURNS TABLE (finding_id bigint, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
  SELECT f.id, max(greatest(s.spoke_at, p.since))
  FROM unnest(p_findings) g(id)
  CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = g.id OFFSET 0) f
  CROSS JOIN LATERAL (SELECT asset_id, since FROM placement p WHERE p.subject_id = f.subject_id AND p.place_id = f.place_id
    AND p.team_id = f.team_id OFFSET 0) p
  CROSS JOIN LATERAL (SELECT * FROM detection d WHERE d.asset_id = p.asset_id AND d.rule_id = f.rule_id
    AND (f.loc = 0 OR d.loc = f.loc) AND NOT d.muted OFFSET 0) d
  CROSS JOIN LATERAL (SELECT complete_at, coalesce(silent_since[array_position(silent_rules, d.rule_id)], complete_at) AS spoke_at
    FROM scope WHERE id = d.scope_id OFFSET 0) s
  WHERE f.presence = 0 AND f.decision = 0 AND s.complete_at IS NOT NULL AND greatest(s.spoke_at, p.since) > p_since
  GROUP BY 1 $$;

-- Counts the items of remediations anew; writes only what differs.
CREATE OR REPLACE FUNCTION remediation_recount(p_ids int[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  WITH now AS MATERIALIZED (
    SELECT i.remediation_id, f.team_id, f.fix_team_id,
      count(*) FILTER (WHERE f.presence = 0 AND f.decision = 0)::int AS open,
      count(*) FILTER (WHERE f.presence IN (1, 2, 3))::int AS fixed,
      count(*) FILTER (WHERE f.presence = 0 AND f.decision <> 0)::int AS excepted,
      count(*) FILTER (WHERE f.presence > 3)::int AS unproven,
      count(*) FILTER (WHERE f.presence = 0 AND f.decision = 0 AND f.awaiting)::int AS awaiting_scan,
      count(*) FILTER (WHERE f.presence = 0 AND f.decision = 0 AND f.flags & 1 = 1)::int AS kev,
      coalesce(sum(f.points::bigint * f.places) FILTER (WHERE f.presence = 0 AND f.decision = 0), 0)::bigint AS points,
      coalesce(sum(f.points::bigint * f.places), 0)::bigint AS points_all
    FROM remediation_item i CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = i.finding_id OFFSET 0) f
    WHERE i.remediation_id = ANY (p_ids) GROUP BY 1, 2, 3),
  gone AS (
    DELETE FROM remediation_count c WHERE c.remediation_id = ANY (p_ids) AND NOT EXISTS (SELECT 1 FROM now n
      WHERE n.remediation_id = c.remediation_id AND n.team_id = c.team_id AND n.fix_team_id = c.fix_team_id))
  INSERT INTO remediation_count AS c (remediation_id, team_id, fix_team_id, open, fixed, excepted, unproven, awaiting_scan, kev,
      points, points_all)
    SELECT * FROM now ORDER BY 1, 2, 3
  ON CONFLICT (remediation_id, team_id, fix_team_id) DO UPDATE SET open = excluded.open, fixed = excluded.fixed,
    excepted = excluded.excepted, unproven = excluded.unproven, awaiting_scan = excluded.awaiting_scan, kev = excluded.kev,
    points = excluded.points, points_all = excluded.points_all
  WHERE (c.open, c.fixed, c.excepted, c.unproven, c.awaiting_scan, c.kev, c.points, c.points_all) IS DISTINCT FROM (excluded.open,
    excluded.fixed, excluded.excepted, excluded.unproven, excluded.awaiting_scan, excluded.kev, excluded.points, excluded.points_all);
END $$;

-- A finding is only ever deleted where it goes up in another (merge_into()): as an item that goes over too.
CREATE OR REPLACE FUNCTION remediation_follow() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM remediation_item) AND to_regclass('pg_temp.moving') IS NOT NULL THEN
    WITH went AS (
      DELETE FROM remediation_item i USING gone g WHERE i.finding_id = g.id RETURNING i.*)
    INSERT INTO remediation_item (remediation_id, finding_id, added_at)
      SELECT w.remediation_id, m.target_id, min(w.added_at) FROM went w JOIN moving m ON m.id = w.finding_id
      WHERE m.target_id IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (remediation_id, finding_id) DO UPDATE SET added_at = least(remediation_item.added_at, excluded.added_at);
  END IF;
  RETURN NULL;
END $$;

-- Things that turn out to be one: what watched the one watches the other.
CREATE OR REPLACE FUNCTION remediation_refold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO remediation_watch (remediation_id, subject_id, cluster_id)
    SELECT remediation_id, NEW.subject_id, cluster_id FROM remediation_watch WHERE subject_id = OLD.subject_id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
