-- Due dates of the findings from p_from up to p_to by the days of the policy as it is now, counted from the same start of
-- the clock; journalled. Idempotent. The caller holds the lock of the catalogue. Returns how many changed.
CREATE FUNCTION due_recompute(p_from bigint, p_to bigint, p_at timestamptz, p_actor int) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_days int[] := due_days(); v_environments text[] := due_environments(); v_count bigint; BEGIN
  WITH other AS MATERIALIZED (
    SELECT * FROM (
      SELECT f.id, f.first_seen_at, f.due_at, f.due_days,
        CASE WHEN f.fix_state NOT IN (1, 2) THEN v_days[due_row(v_environments, c.environment) + f.severity * 2 + (f.flags & 1)] END AS days
      FROM finding f LEFT JOIN cluster c ON c.id = f.cluster_id WHERE f.id BETWEEN p_from AND p_to AND f.presence = 0) f
    WHERE days IS DISTINCT FROM due_days),
  done AS (
    UPDATE finding f SET due_days = o.days,
        due_at = CASE WHEN o.days IS NULL THEN NULL ELSE coalesce(o.due_at - due_span(o.due_days), p_at) + due_span(o.days) END
      FROM other o WHERE f.id = o.id RETURNING f.id, f.subject_id, o.first_seen_at, o.due_at AS before, f.due_at AS after),
  -- The fixes of these tell when they are due.
  fixes AS (INSERT INTO fix_dirty (subject_id) SELECT DISTINCT subject_id FROM done ORDER BY 1),
  journal AS (
    INSERT INTO finding_event (finding_id, axis, before, after, observed_at, recorded_at, actor_id)
      SELECT id, 9, seconds_of(before), seconds_of(after), takes_effect(id, first_seen_at, p_at), clock_timestamp(), p_actor
      FROM done WHERE before IS DISTINCT FROM after)
  SELECT count(*) INTO v_count FROM done;
  RETURN v_count;
END $$;
