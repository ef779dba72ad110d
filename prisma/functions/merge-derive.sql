-- The middle of the merge (merge.sql): what a finding is, from where things are and what is said of them.

-- Works the findings of the dirty keys out anew from placements × detections, and writes only what differs. Due dates as
-- lib/domain/sla/due.ts says. Planned once a session: it takes longer than the findings of a small report, and what it is
-- given (times, days) makes no difference.
CREATE OR REPLACE FUNCTION merge_derive() RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan AS $$ DECLARE
  v_days int[];
  v_environments text[];
  v_now timestamptz := clock_timestamp();
BEGIN
  IF NOT EXISTS (SELECT 1 FROM dk) THEN RETURN; END IF;
  v_days := due_days();
  v_environments := due_environments();
  WITH k AS MATERIALIZED (
    SELECT subject_id, place_id, rule_id, loc, bool_or(gone) AS gone, max(at) AS at, max(report_id) AS report_id
    FROM dk GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4),
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
      h.due_days AS o_days, l.first_seen_at AS past_first, l.clock AS past_clock, l.apart AS past_apart, l.ended IS TRUE AS ended
    FROM want w FULL JOIN have h ON w.subject_id = h.subject_id AND w.place_id = h.place_id AND w.rule_id = h.rule_id
      AND w.loc = h.loc AND w.team_id = h.team_id
    LEFT JOIN past l ON l.subject_id = coalesce(w.subject_id, h.subject_id) AND l.place_id = coalesce(w.place_id, h.place_id)
      AND l.rule_id = coalesce(w.rule_id, h.rule_id) AND l.loc = coalesce(w.loc, h.loc) AND l.team_id = coalesce(w.team_id, h.team_id)),
  v AS (
    SELECT j.*, k.kind, k.kev, k.factor, (k.epss >= 0.1) IS TRUE AS likely, area_of(k.kind, k.s_kind, k.area) AS area,
      k.versioned, k.s_kind, (CASE WHEN k.s_kind = 4 AND j.place_id = 0 THEN 6 ELSE k.unit END)::smallint AS unit,
      coalesce(nullif(k.fix_team_id, 0), j.team_id) AS fix_team_id, k.cluster_id, k.due_row, k.gone, k.report_id,
      -- What a newer version lacks is over when that was looked at, if that was later.
      CASE WHEN j.w_severity IS NULL AND NOT k.gone AND NOT j.ended THEN greatest(k.at, u.looked_at) ELSE k.at END AS at, u.placed, u.unscanned, u.unscanned_places, u.exposed AS u_exposed, u.idle AS u_idle
    FROM j JOIN kk k ON k.subject_id = j.subject_id AND k.place_id = j.place_id AND k.rule_id = j.rule_id AND k.loc = j.loc
    LEFT JOIN LATERAL (
      SELECT count(*)::int AS placed, count(*) FILTER (WHERE a.unscanned)::int AS unscanned,
        count(DISTINCT p.workload_id) FILTER (WHERE a.unscanned)::int AS unscanned_places,
        bool_or(p.exposed) FILTER (WHERE a.unscanned) AS exposed, bool_and(p.running = 2) FILTER (WHERE a.unscanned) AS idle,
        max(a.looked_at) FILTER (WHERE k.versioned) AS looked_at
      FROM placement p CROSS JOIN LATERAL (
        SELECT l.looked_at, k.versioned AND (a.scanned >> k.kind & 1 = 0
          OR l.looked_at IS NULL AND awaits_scan(p.asset_id, k.kind, j.subject_id, j.rule_id, j.loc)) AS unscanned
        FROM asset a CROSS JOIN LATERAL (
          SELECT min(looked_at) AS looked_at FROM scope s WHERE s.target_id = a.id AND s.class = k.kind AND s.profile = '' OFFSET 0) l
        WHERE a.id = p.asset_id OFFSET 0) a
      WHERE p.subject_id = j.subject_id AND p.place_id = j.place_id AND p.team_id = j.team_id
        AND j.w_severity IS NULL AND j.o_presence = 0) u ON true),
  x AS (
    SELECT v.*, w_severity IS NOT NULL OR (o_presence = 0 AND unscanned > 0 AND NOT gone AND NOT ended) AS present,
      w_severity IS NULL AND o_presence = 0 AND unscanned > 0 AND NOT gone AND NOT ended AS awaiting FROM v),
  n AS MATERIALIZED (
    SELECT x.*,
      (CASE WHEN present THEN 0 WHEN o_presence <> 0 THEN o_presence WHEN placed = 0 THEN 3 WHEN kind = 5 THEN 5
            WHEN gone THEN CASE WHEN versioned THEN 4 ELSE 1 END WHEN versioned THEN 2 ELSE 1 END)::smallint AS presence,
      coalesce(w_severity, o_severity) AS severity, coalesce(w_fix, o_fix) AS fix_state,
      coalesce(w_witnesses, o_witnesses) AS witnesses,
      CASE WHEN w_severity IS NOT NULL THEN w_places WHEN awaiting THEN unscanned_places ELSE o_places END AS places,
      least(o_first, w_first, kin_first, past_first) AS first_seen_at,
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
        WHEN id IS NULL THEN CASE WHEN kin_days = due_days THEN kin_due ELSE greatest(least(clock, past_clock), kin_first) + due_span(due_days) END
        WHEN o_presence <> 0 OR o_due IS NULL THEN at + due_span(due_days)
        WHEN severity_rises(o_severity, severity) OR (kev AND o_flags & 1 = 0)
          THEN least(due_resumed(o_due, o_decision, o_state_at, at), at + due_span(due_days))
        -- Seen earlier than was known: the clock started then, unless it was started anew since.
        WHEN first_seen_at < o_first AND o_due - due_span(o_days) <= greatest(o_first, clock)
          THEN least(o_due - due_span(o_days), clock, past_clock) + due_span(due_days)
        ELSE o_due - due_span(o_days) + due_span(due_days) END AS due_at
    FROM q),
  -- What differs, and when that takes effect: never before the finding's last change. An older report may show that it was
  -- there before; then it was made earlier too.
  c AS MATERIALIZED (
    SELECT d.*, e.reopened, e.since, d.first_seen_at < d.o_first AND greatest(d.at, d.first_seen_at) < e.made AS older,
      greatest(d.at, e.last, CASE WHEN d.id IS NULL OR (d.first_seen_at < d.o_first AND greatest(d.at, d.first_seen_at) < e.made)
        THEN d.first_seen_at ELSE e.made END) AS eff
    FROM (SELECT * FROM m
      WHERE id IS NULL OR (presence, awaiting, severity, fix_state, witnesses, places, flags, decision, work, points, area, fix_team_id, due_at, due_days)
        IS DISTINCT FROM (o_presence, o_awaiting, o_severity, o_fix, o_witnesses, o_places, o_flags, o_decision, o_work, o_points,
          o_area, o_fix_team, o_due, o_days) OR first_seen_at < o_first) d
    LEFT JOIN LATERAL (
      SELECT max(observed_at) FILTER (WHERE axis NOT IN (8, 17)) AS last,
        max(observed_at) FILTER (WHERE axis IN (0, 1) AND after = 0) AS reopened,
        max(observed_at) FILTER (WHERE axis IN (0, 1, 2) OR axis = 10 AND after = 0) AS since,
        -- The first by id, without an order that would lead the planner along the primary key while the journal is small.
        coalesce(min(observed_at) FILTER (WHERE axis = 17), to_timestamp((min(ARRAY[e.id, before]) FILTER (WHERE axis = 16))[2]), d.o_first) AS made
      FROM finding_event e WHERE e.finding_id = d.id) e ON d.id IS NOT NULL
    -- Rows of one page, and of the indexes, are written one after the other.
    ORDER BY d.id),
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
        due_at = c.due_at, due_days = c.due_days, state_at = CASE
          -- A report from before it began to wait comes late: it never waited.
          WHEN c.state <> c.o_state AND c.o_awaiting AND c.present AND NOT c.awaiting AND c.at < c.o_state_at THEN coalesce(c.since, c.first_seen_at)
          WHEN c.state <> c.o_state THEN greatest(c.at, c.o_state_at)
          WHEN f.state_at = f.first_seen_at AND past_apart IS NOT TRUE THEN c.first_seen_at ELSE f.state_at END
      FROM c WHERE f.id = c.id),
  journal AS (
    INSERT INTO finding_event (finding_id, axis, before, after, observed_at, recorded_at, report_id)
      SELECT e.id, e.axis, e.before, e.after, e.eff, v_now, e.report_id FROM (
        SELECT c.id, c.eff, c.report_id, unnest(ARRAY[0, 1, 2, 3, 4, 7, 9, 10, 12, 13, 14, 15, 16]) AS axis,
          unnest(ARRAY[o_presence, o_decision, o_work, o_severity, o_points, o_fix, seconds_of(o_due), o_awaiting::int, o_fix_team, o_area,
            o_flags, o_places, seconds_of(o_first)]::int[]) AS before,
          unnest(ARRAY[presence, decision, work, severity, points, fix_state, seconds_of(due_at), awaiting::int, fix_team_id, area,
            flags, places, seconds_of(first_seen_at)]::int[]) AS after
        FROM c WHERE c.id IS NOT NULL) e
      WHERE e.before IS DISTINCT FROM e.after),
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
      day_of(eff), flow_in(o_state, state, false, (area, severity) <> (o_area, o_severity)), 0, 0, fix_state
    FROM c
    UNION ALL
    SELECT place_id, team_id, o_fix_team, o_area, kind, o_severity, o_state, unit, cluster_id, -1,
      CASE WHEN o_presence = 0 THEN -o_points::bigint * o_places ELSE 0 END,
      CASE WHEN o_presence = 0 AND o_flags & 1 = 1 THEN -1 ELSE 0 END,
      CASE WHEN o_presence = 0 AND o_flags & 5 = 5 THEN -1 ELSE 0 END,
      CASE WHEN o_presence = 0 AND o_fix = 3 THEN -1 ELSE 0 END,
      day_of(eff), flow_out(o_state, state, false, (area, severity) <> (o_area, o_severity)),
      CASE WHEN o_state < 4 AND state IN (8, 9) THEN greatest(0, seconds_of(eff) - seconds_of(coalesce(reopened, o_first))) ELSE 0 END,
      CASE WHEN o_state < 4 AND state IN (8, 9) THEN due_kept(seconds_of(eff), seconds_of(o_due)) ELSE 0 END, o_fix
    FROM c WHERE id IS NOT NULL;
  IF EXISTS (SELECT 1 FROM born) THEN PERFORM merge_born(); END IF;
END $$;

-- The finding with the dates that the evidence at a place gives it, where that is younger.
CREATE OR REPLACE FUNCTION redated(f finding, p_place int, p_team int, p_arrived timestamptz)
RETURNS TABLE (id bigint, first_seen_at timestamptz, due_at timestamptz, state_at timestamptz) LANGUAGE sql STABLE AS $$
  SELECT (f).id, greatest((f).first_seen_at, e.first), e.due_at,
    CASE WHEN e.first > (f).first_seen_at AND (f).state_at = (f).first_seen_at THEN e.first ELSE (f).state_at END
  FROM (
    SELECT s.*, CASE WHEN s.clock > s.start OR s.start <= greatest((f).first_seen_at, p_arrived) AND p_arrived IS NOT NULL
      THEN s.clock + due_span((f).due_days) ELSE (f).due_at END AS due_at
    FROM (
      SELECT min(d.first_seen_at) AS first, min(greatest(d.first_seen_at, p.since, p.arrived_at)) AS clock,
        (f).due_at - due_span((f).due_days) AS start
      FROM placement p CROSS JOIN LATERAL (SELECT first_seen_at FROM detection d WHERE d.asset_id = p.asset_id
        AND d.rule_id = (f).rule_id AND ((f).loc = 0 OR d.loc = (f).loc) AND NOT d.muted OFFSET 0) d
      WHERE p.subject_id = (f).subject_id AND p.place_id = p_place AND p.team_id = p_team OFFSET 0) s OFFSET 0) e
  WHERE e.first > (f).first_seen_at OR e.clock <> e.start AND e.due_at = e.clock + due_span((f).due_days) $$;
