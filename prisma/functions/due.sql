-- Due dates: how many days, and from when. lib/domain/sla says the same; the oracle of the merge compares.

-- Days by environment, severity, known to be exploited or not, read once for many rows.
CREATE OR REPLACE FUNCTION due_days() RETURNS int[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(CASE WHEN o.severity IS NULL THEN p.days ELSE o.days END ORDER BY e.n, s.n, x.exploited)
  FROM unnest(due_environments()) WITH ORDINALITY e(environment, n) CROSS JOIN generate_series(0, 5) s(n)
  CROSS JOIN (VALUES (false), (true)) x(exploited)
  LEFT JOIN sla_policy p ON p.environment = '' AND p.severity = s.n AND p.exploited = x.exploited
  LEFT JOIN sla_policy o ON o.environment = e.environment AND o.severity = s.n AND o.exploited = x.exploited $$;

-- Where the days of an environment begin in that: its cell is [due_row + severity * 2 + exploited].
CREATE OR REPLACE FUNCTION due_row(environments text[], environment text) RETURNS int LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT coalesce(array_position(environments, environment) - 1, 0) * 12 + 1 $$;

-- The environments that the policy knows; the first is "".
CREATE OR REPLACE FUNCTION due_environments() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT array_agg(environment ORDER BY environment COLLATE "C")
  FROM (SELECT '' AS environment UNION SELECT environment FROM sla_policy) e $$;

-- Days of 24 hours, whatever the clocks of a time zone do.
CREATE OR REPLACE FUNCTION due_span(days int) RETURNS interval LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT interval '24 hours' * days $$;

-- The days of one finding; NULL: it has no due date, or its clock has not started, as there is no fix.
CREATE OR REPLACE FUNCTION due_allowance(p_cluster int, severity smallint, kev boolean, fix_state smallint) RETURNS int LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN fix_state NOT IN (1, 2) THEN (due_days())[due_row(due_environments(),
    (SELECT environment FROM cluster WHERE id = p_cluster)) + severity * 2 + kev::int] END $$;

-- Fixed within its due date (1), later (2), or without one (0).
CREATE OR REPLACE FUNCTION due_kept(seconds bigint, due bigint) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT (CASE WHEN due IS NULL THEN 0 WHEN seconds <= due THEN 1 ELSE 2 END)::smallint $$;

-- A decision stops the clock: when it ends, the time that it was in force is added. For `decision` and `state_at` as they
-- were before; a change from one decision to another adds what went by under the first.
CREATE OR REPLACE FUNCTION due_resumed(due_at timestamptz, decision smallint, state_at timestamptz, at timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN decision <> 0 AND at > state_at THEN due_at + (at - state_at) ELSE due_at END $$;

-- Findings whose clock started when one of these placements came about, and was not started anew since.
CREATE OR REPLACE FUNCTION due_earlier(p_placements placement[]) RETURNS bigint[] LANGUAGE sql STABLE SET enable_seqscan = off AS $$
  SELECT array_agg(DISTINCT f.id) FROM unnest(p_placements) x CROSS JOIN LATERAL (SELECT * FROM finding f
      WHERE f.subject_id = x.subject_id AND f.place_id = x.place_id AND f.team_id = x.team_id OFFSET 0) f
    WHERE f.presence = 0 AND f.due_at IS NOT NULL AND f.due_at - due_span(f.due_days) <= greatest(f.first_seen_at, x.arrived_at) $$;

-- Gives these the due dates that the placements give them as they are now, where those are earlier.
CREATE OR REPLACE FUNCTION due_arrived(p_ids bigint[], p_at timestamptz, p_report bigint) RETURNS void
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

-- Due dates of the findings from p_from up to p_to by the days of the policy as it is now, counted from the same start of
-- the clock; journalled. Idempotent. The caller holds the lock of the catalogue. Returns how many changed.
CREATE OR REPLACE FUNCTION due_recompute(p_from bigint, p_to bigint, p_at timestamptz, p_actor int) RETURNS bigint LANGUAGE plpgsql AS $$
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
