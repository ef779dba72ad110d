-- What time alone changes: runtime findings go quiet, stale witnesses fall silent.

-- Runtime findings whose latest event is older than p_before: their detections are muted, so that derive() finds nothing.
CREATE OR REPLACE FUNCTION quiet_mark(p_now timestamptz, p_days int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  WITH old AS (
    UPDATE detection d SET muted = true FROM finding f JOIN placement p ON p.subject_id = f.subject_id AND p.place_id = f.place_id
    WHERE f.kind = 5 AND f.presence = 0 AND d.asset_id = p.asset_id AND d.rule_id = f.rule_id AND d.loc = f.loc AND NOT d.muted
      AND coalesce((d.evidence->>'lastAt')::timestamptz, d.first_seen_at) < p_now - make_interval(days => p_days)
    RETURNING f.subject_id, f.place_id, d.rule_id, d.loc, d.scope_id,
      coalesce((d.evidence->>'lastAt')::timestamptz, d.first_seen_at) + make_interval(days => p_days) AS at),
  counted AS (UPDATE scope SET findings = NULL WHERE id IN (SELECT scope_id FROM old) AND findings IS NOT NULL)
  INSERT INTO dk SELECT subject_id, place_id, rule_id, loc, true, at, NULL FROM old;
END $$;

-- A stale witness (silent since before p_before) does not hold a detection open against a fresh complete one of the
-- same class on the same target: it is muted until it speaks again.
CREATE OR REPLACE FUNCTION stale_mute(p_now timestamptz, p_days int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_before timestamptz := p_now - make_interval(days => p_days); BEGIN
  WITH stale AS (
    UPDATE scope s SET muted = true, findings = NULL WHERE NOT s.muted AND s.observed_at < v_before AND EXISTS (
      SELECT 1 FROM scope f WHERE f.target_id = s.target_id AND f.class = s.class AND f.id <> s.id AND f.complete_at >= v_before)
    RETURNING s.id, s.target_id, greatest(s.observed_at + make_interval(days => p_days), (SELECT min(f.complete_at) FROM scope f
      WHERE f.target_id = s.target_id AND f.class = s.class AND f.id <> s.id AND f.complete_at >= v_before)) AS at),
  muted AS (
    UPDATE detection d SET muted = true FROM stale s WHERE d.asset_id = s.target_id AND d.scope_id = s.id AND NOT d.muted
    RETURNING d.asset_id, d.rule_id, d.loc, s.at)
  INSERT INTO dk SELECT p.subject_id, p.place_id, m.rule_id, CASE WHEN is_located(r.kind) THEN m.loc ELSE 0 END, true, max(m.at), NULL::bigint
    FROM muted m JOIN rule r ON r.id = m.rule_id JOIN placement p ON p.asset_id = m.asset_id GROUP BY 1, 2, 3, 4;
END $$;
