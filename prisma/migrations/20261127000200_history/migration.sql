-- The past: a journal that is complete, day tables that the merge keeps from it, and how they are made anew.
--
-- What the roll-up was at the end of a day is what it is now less the changes of all later days (posture_day), so every
-- past day is exact without a job that takes snapshots. Each change of a finding has an *effective time*: when its
-- evidence was observed, but never before the change that came before it. A step is all that one call changed of one
-- finding: its rows in the journal share `recorded_at`, to the microsecond.
-- Codes are those of lib/domain/vocabulary.ts.

ALTER TABLE "finding_event" ALTER COLUMN "recorded_at" SET DATA TYPE TIMESTAMPTZ(6);
-- What trends point out: decisions, changes of team, listings.
CREATE INDEX "finding_event_notable" ON "finding_event" ("axis", "observed_at") WHERE axis IN (1, 5, 14);

-- Findings that became one with another: what they were then, so that their past stays. Their journal keeps their id.
CREATE TABLE "finding_past" (
    "id" BIGINT NOT NULL,
    "into_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "place_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "fix_team_id" INTEGER NOT NULL,
    "kind" SMALLINT NOT NULL,
    "area" SMALLINT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "presence" SMALLINT NOT NULL,
    "decision" SMALLINT NOT NULL,
    "work" SMALLINT NOT NULL,
    "awaiting" BOOLEAN NOT NULL,
    "fix_state" SMALLINT NOT NULL,
    "flags" SMALLINT NOT NULL,
    "points" INTEGER NOT NULL,
    "places" INTEGER NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "finding_past_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "finding_past_into_id_idx" ON "finding_past"("into_id");

-- Changes of the roll-up by the day they took effect (UTC): of what a row of a posture is made of.
DROP TABLE "posture_day";
CREATE TABLE "posture_day" (
    "day" DATE NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "info" INTEGER NOT NULL,
    "low" INTEGER NOT NULL,
    "unknown" INTEGER NOT NULL,
    "medium" INTEGER NOT NULL,
    "high" INTEGER NOT NULL,
    "critical" INTEGER NOT NULL,
    "present" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "fixable" INTEGER NOT NULL,
    "exposed_kev" INTEGER NOT NULL,
    "points" BIGINT NOT NULL,
    "accepted_points" BIGINT NOT NULL,

    CONSTRAINT "posture_day_pkey" PRIMARY KEY ("day","cluster_id","team_id","area","unit")
);
ALTER TABLE "posture_day" SET (fillfactor = 60);
CREATE INDEX "posture_day_team_id_day_idx" ON "posture_day"("team_id", "day");

-- What happened on a day to findings that need action: how many came and went, and by which way.
CREATE TABLE "flow_day" (
    "day" DATE NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "opened" INTEGER NOT NULL,
    "reopened" INTEGER NOT NULL,
    "moved_in" INTEGER NOT NULL,
    "fixed" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL,
    "dismissed" INTEGER NOT NULL,
    "closed" INTEGER NOT NULL,
    "moved_out" INTEGER NOT NULL,
    "rerated" INTEGER NOT NULL,
    "in_time" INTEGER NOT NULL,
    "late" INTEGER NOT NULL,
    "seconds" BIGINT NOT NULL,

    CONSTRAINT "flow_day_pkey" PRIMARY KEY ("day","cluster_id","team_id","area","severity")
);
ALTER TABLE "flow_day" SET (fillfactor = 60);
CREATE INDEX "flow_day_team_id_day_idx" ON "flow_day"("team_id", "day");

-- Units as they were from a day on, and the age of the evidence about them: how many were last looked at on which day.
ALTER TABLE "unit_day" RENAME TO "unit_day_old";
ALTER TABLE "unit_day_old" DROP CONSTRAINT "unit_day_pkey";
CREATE TABLE "unit_day" (
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "day" DATE NOT NULL,
    "total" INTEGER NOT NULL,
    "assessed" INTEGER NOT NULL,
    "version" SMALLINT NOT NULL,

    CONSTRAINT "unit_day_pkey" PRIMARY KEY ("cluster_id","team_id","area","unit","day")
);
CREATE INDEX "unit_day_team_id_idx" ON "unit_day"("team_id");
CREATE TABLE "evidence_day" (
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "day" DATE NOT NULL,
    "observed_at" TIMESTAMPTZ(3),
    "days" DATE[],
    "counts" INTEGER[],

    CONSTRAINT "evidence_day_pkey" PRIMARY KEY ("cluster_id","team_id","area","unit","day")
);
CREATE INDEX "evidence_day_team_id_idx" ON "evidence_day"("team_id");
INSERT INTO unit_day SELECT cluster_id, team_id, area, unit, day, total, assessed, version FROM unit_day_old;
INSERT INTO evidence_day SELECT cluster_id, team_id, area, unit, day, observed_at,
    CASE WHEN observed_at IS NULL THEN '{}' ELSE ARRAY[(observed_at AT TIME ZONE 'UTC')::date] END,
    CASE WHEN observed_at IS NULL THEN '{}' ELSE ARRAY[assessed] END FROM unit_day_old;
DROP TABLE unit_day_old;

GRANT SELECT ON "posture_day", "flow_day", "unit_day", "evidence_day", "finding_past" TO parapet_read;
DO $$ DECLARE t text; BEGIN
  FOREACH t IN ARRAY ARRAY['posture_day', 'flow_day', 'unit_day', 'evidence_day'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY scoped ON %I FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
      OR team_id = ANY ((SELECT scope_teams())::int[]))', t);
  END LOOP;
END $$;
-- Whoever may read what it became may read what it was.
ALTER TABLE "finding_past" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "finding_past" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM finding f WHERE f.id = "finding_past".into_id));
DROP POLICY scoped ON "finding_event";
CREATE POLICY scoped ON "finding_event" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM finding f WHERE f.id = "finding_event".finding_id)
  OR EXISTS (SELECT 1 FROM finding_past p WHERE p.id = "finding_event".finding_id));

CREATE FUNCTION day_of(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT (at AT TIME ZONE 'UTC')::date $$;
CREATE FUNCTION seconds_of(at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT floor(extract(epoch FROM at))::bigint $$;

-- Ways into what needs action (states below 4) and out of it; `o_…` before, `n_…` after, a state of NULL: not there.
-- In: 1 opened, 2 reopened, 3 moved in, 4 rated anew. Out: 5 fixed, 6 risk accepted, 7 dismissed, 8 closed otherwise
-- (gone, withdrawn, quiet), 9 moved out or merged, 10 rated anew.
CREATE FUNCTION flow_in(o_state int, n_state int, moved boolean, rerated boolean) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE WHEN coalesce(n_state, 9) >= 4 THEN 0 WHEN o_state IS NULL THEN 1 WHEN o_state >= 4 THEN 2 WHEN moved THEN 3
    WHEN rerated THEN 4 ELSE 0 END)::smallint $$;
CREATE FUNCTION flow_out(o_state int, n_state int, moved boolean, rerated boolean) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE WHEN coalesce(o_state, 9) >= 4 THEN 0 WHEN n_state IS NULL THEN 9 WHEN n_state IN (8, 9) THEN 5 WHEN n_state > 9 THEN 8
    WHEN n_state = 4 THEN 6 WHEN n_state > 4 THEN 7 WHEN moved THEN 9 WHEN rerated THEN 10 ELSE 0 END)::smallint $$;
-- Fixed within its due date (1), later (2), or without one (0).
CREATE FUNCTION due_kept(seconds bigint, due bigint) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT (CASE WHEN due IS NULL THEN 0 WHEN seconds <= due THEN 1 ELSE 2 END)::smallint $$;

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
    at timestamptz, report_id bigint) ON COMMIT DELETE ROWS;
  -- what the part of a finding inherits that goes to another team while the rest stays, or goes elsewhere
  CREATE TEMP TABLE IF NOT EXISTS kin (subject_id int, place_id int, rule_id int, loc bigint, team_id int,
    first_seen_at timestamptz, decision smallint) ON COMMIT DELETE ROWS;
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

-- When what happens to a finding at `p_at` takes effect: never before what happened to it last.
CREATE FUNCTION takes_effect(p_id bigint, p_first timestamptz, p_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT greatest(p_at, max(observed_at) FILTER (WHERE axis NOT IN (8, 17)), coalesce(min(observed_at) FILTER (WHERE axis = 17),
    to_timestamp((array_agg(before ORDER BY id) FILTER (WHERE axis = 16))[1]), p_first)) FROM finding_event WHERE finding_id = p_id $$;
-- Since when it needs action: its last reopening, or when it was first seen.
CREATE FUNCTION opened_at(p_id bigint, p_first timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT max(observed_at) FROM finding_event WHERE finding_id = p_id AND axis IN (0, 1) AND after = 0), p_first) $$;

-- Whoever changes findings by other means than merge_derive() names them in the temporary table `touched` (id, at,
-- report_id, actor_id), calls posture_add(-1), changes them, and calls posture_add(1). The second call compares, and
-- writes roll-up, flows and the journal of every axis but that of the assignee.
CREATE OR REPLACE FUNCTION posture_add(p_sign int) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE v_now timestamptz := clock_timestamp(); BEGIN
  IF p_sign < 0 THEN
    INSERT INTO was SELECT f.*, s.unit, s.kind, takes_effect(f.id, f.first_seen_at, t.at), t.report_id, t.actor_id,
        opened_at(f.id, f.first_seen_at)
      FROM (SELECT id, max(at) AS at, max(report_id) AS report_id, max(actor_id) AS actor_id FROM touched GROUP BY 1) t
      CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = t.id OFFSET 0) f
      CROSS JOIN LATERAL (SELECT kind, unit FROM subject WHERE id = f.subject_id OFFSET 0) s;
    RETURN;
  END IF;
  WITH pair AS MATERIALIZED (
    SELECT w AS o, f.n, (f.n).id IS NOT NULL AS there, w.eff,
      flow_in(w.state, (f.n).state, (w.cluster_id, w.team_id) <> ((f.n).cluster_id, (f.n).team_id),
        (w.area, w.severity) <> ((f.n).area, (f.n).severity)) AS f_in,
      flow_out(w.state, (f.n).state, (w.cluster_id, w.team_id) <> ((f.n).cluster_id, (f.n).team_id),
        (w.area, w.severity) <> ((f.n).area, (f.n).severity)) AS f_out
    FROM was w LEFT JOIN LATERAL (SELECT f AS n FROM finding f WHERE f.id = w.id OFFSET 0) f ON true),
  journal AS (
    INSERT INTO finding_event (finding_id, axis, before, after, observed_at, recorded_at, report_id, actor_id)
      SELECT (n).id, e.axis, e.before, e.after, eff, v_now, (o).by_report, (o).by_actor FROM pair CROSS JOIN LATERAL (VALUES
        (0, (o).presence::int, (n).presence::int), (1, (o).decision::int, (n).decision::int), (2, (o).work::int, (n).work::int),
        (3, (o).severity::int, (n).severity::int), (4, (o).points, (n).points), (5, (o).team_id, (n).team_id),
        (6, (o).place_id, (n).place_id), (7, (o).fix_state::int, (n).fix_state::int),
        (9, seconds_of((o).due_at)::int, seconds_of((n).due_at)::int), (10, (o).awaiting::int, (n).awaiting::int),
        (12, (o).fix_team_id, (n).fix_team_id), (13, (o).area::int, (n).area::int), (14, (o).flags::int, (n).flags::int),
        (15, (o).places, (n).places), (16, seconds_of((o).first_seen_at)::int, seconds_of((n).first_seen_at)::int)) e(axis, before, after)
      WHERE there AND e.before IS DISTINCT FROM e.after)
  INSERT INTO pd
    SELECT (o).place_id, (o).team_id, (o).fix_team_id, (o).area, (o).kind, (o).severity, (o).state,
      CASE WHEN (o).subject_kind = 4 AND (o).place_id = 0 THEN 6 ELSE (o).unit END, (o).cluster_id, -1,
      CASE WHEN (o).presence = 0 THEN -(o).points::bigint * (o).places ELSE 0 END,
      CASE WHEN (o).presence = 0 AND (o).flags & 1 = 1 THEN -1 ELSE 0 END,
      CASE WHEN (o).presence = 0 AND (o).flags & 5 = 5 THEN -1 ELSE 0 END,
      CASE WHEN (o).presence = 0 AND (o).fix_state = 3 THEN -1 ELSE 0 END, day_of(eff), f_out,
      CASE WHEN f_out = 5 THEN greatest(0, seconds_of(eff) - seconds_of((o).opened_at)) ELSE 0 END,
      CASE WHEN f_out = 5 THEN due_kept(seconds_of(eff), seconds_of((o).due_at)) ELSE 0 END
    FROM pair
    UNION ALL
    SELECT (n).place_id, (n).team_id, (n).fix_team_id, (n).area, (n).kind, (n).severity, (n).state,
      CASE WHEN (o).subject_kind = 4 AND (n).place_id = 0 THEN 6 ELSE (o).unit END, (n).cluster_id, 1,
      CASE WHEN (n).presence = 0 THEN (n).points::bigint * (n).places ELSE 0 END,
      CASE WHEN (n).presence = 0 AND (n).flags & 1 = 1 THEN 1 ELSE 0 END,
      CASE WHEN (n).presence = 0 AND (n).flags & 5 = 5 THEN 1 ELSE 0 END,
      CASE WHEN (n).presence = 0 AND (n).fix_state = 3 THEN 1 ELSE 0 END, day_of(eff), f_in, 0, 0
    FROM pair WHERE there;
  DELETE FROM was;
END $$;

-- ---------------------------------------------------------------- the merge, with its past
-- Carries findings over to another place or team as the same rows. Where the target has the finding, the two become one.
-- With all that ran there goes all of the history; where something stays, what only the moved part shows goes.
CREATE OR REPLACE FUNCTION merge_move() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ BEGIN
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
  CREATE TEMP TABLE staying ON COMMIT DROP AS
    SELECT y.id, y.first_seen_at, y.due_at, y.state_at, m.at, m.report_id
    FROM (SELECT subject_id, from_place, max(at) AS at, max(report_id) AS report_id FROM move WHERE from_team = -1 AND stays GROUP BY 1, 2) m
    JOIN finding f ON f.subject_id = m.subject_id AND f.place_id = m.from_place AND f.presence = 0
    CROSS JOIN LATERAL redated(f, f.place_id, f.team_id) y WHERE NOT EXISTS (SELECT 1 FROM moving x WHERE x.id = f.id);
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
-- decisions are kept; what is there wins over what is not. What each was before stays: its journal under its own id, and
-- in finding_past how it ended. Runs between the calls of posture_add(), when the findings of `moving` are gone.
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
      state_at = CASE WHEN state_of(f.presence, f.awaiting, f.decision, f.work) <> w.state THEN m.at ELSE f.state_at END
    FROM was w JOIN (SELECT target_id, max(at) AS at FROM moving WHERE target_id IS NOT NULL GROUP BY 1) m ON m.target_id = w.id
    WHERE f.id = w.id;
END $$;

-- Works the findings of the dirty keys out anew from placements × detections, and writes only what differs.
CREATE OR REPLACE FUNCTION merge_derive() RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off SET enable_mergejoin = off AS $$ DECLARE
  v_days int[] := due_days();
  v_now timestamptz := clock_timestamp();
BEGIN
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
  -- What differs, and when that takes effect: never before the finding's last change. An older report may show that it was
  -- there before; then it was made earlier too.
  c AS MATERIALIZED (
    SELECT d.*, e.reopened, d.first_seen_at < d.o_first AND greatest(d.at, d.first_seen_at) < e.made AS older,
      greatest(d.at, e.last, CASE WHEN d.id IS NULL OR (d.first_seen_at < d.o_first AND greatest(d.at, d.first_seen_at) < e.made)
        THEN d.first_seen_at ELSE e.made END) AS eff
    FROM (SELECT * FROM m
      WHERE id IS NULL OR (presence, awaiting, severity, fix_state, witnesses, places, flags, decision, work, points, area, fix_team_id, due_at)
        IS DISTINCT FROM (o_presence, o_awaiting, o_severity, o_fix, o_witnesses, o_places, o_flags, o_decision, o_work, o_points,
          o_area, o_fix_team, o_due) OR first_seen_at < o_first) d
    LEFT JOIN LATERAL (
      SELECT max(observed_at) FILTER (WHERE axis NOT IN (8, 17)) AS last,
        max(observed_at) FILTER (WHERE axis IN (0, 1) AND after = 0) AS reopened,
        coalesce(min(observed_at) FILTER (WHERE axis = 17), to_timestamp((array_agg(before ORDER BY e.id) FILTER (WHERE axis = 16))[1]), d.o_first) AS made
      FROM finding_event e WHERE e.finding_id = d.id) e ON d.id IS NOT NULL),
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

-- Creations that take effect on another day than that of the first sight are in the journal (17); those that an older
-- report dates back leave the day that they had.
CREATE FUNCTION merge_born() RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ DECLARE v_ids bigint[]; BEGIN
  SELECT array_agg(id) INTO v_ids FROM born WHERE id IS NOT NULL;
  INSERT INTO pd SELECT place_id, team_id, fix_team_id, area, kind, severity, state, unit, cluster_id, -n, -points, -kev,
    -exposed_kev, -fixable, day, flow, seconds, due FROM history_rows(v_ids, true) WHERE v_ids IS NOT NULL;
  INSERT INTO finding_event (finding_id, axis, observed_at, report_id)
    SELECT f.id, 17, b.at, b.report_id FROM born b CROSS JOIN LATERAL (SELECT id FROM finding f WHERE f.subject_id = b.subject_id
      AND f.place_id = b.place_id AND f.rule_id = b.rule_id AND f.loc = b.loc AND f.team_id = b.team_id OFFSET 0) f;
  INSERT INTO pd SELECT * FROM history_rows(v_ids, true) WHERE v_ids IS NOT NULL;
  DELETE FROM born;
END $$;

-- ---------------------------------------------------------------- the past from the journal
-- Values by axis (at axis + 1): what `b` says, else what `a` says.
CREATE FUNCTION axes_over(a int[], b int[]) RETURNS int[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT array_agg(coalesce(y, x) ORDER BY i) FROM unnest(a, b) WITH ORDINALITY u(x, y, i) $$;
CREATE AGGREGATE axes_last(int[]) (SFUNC = axes_over, STYPE = int[], INITCOND = '{}', PARALLEL = SAFE);

-- What findings (NULL: all) ever added to the roll-up and took from it, worked out from what they are and their journal
-- alone, in the form of `pd`; `p_made`: their creation only. The value of an axis before its first row is that row's
-- `before`; one that has no row never changed.
CREATE FUNCTION history_rows(p_ids bigint[], p_made boolean) RETURNS TABLE (place_id int, team_id int, fix_team_id int, area smallint,
  kind smallint, severity smallint, state smallint, unit smallint, cluster_id int, n bigint, points bigint, kev bigint,
  exposed_kev bigint, fixable bigint, day date, flow smallint, seconds bigint, due smallint)
LANGUAGE sql STABLE AS $$
  WITH every AS (
    SELECT f.id, f.subject_id, f.kind, NULL::timestamptz AS ended, f.first_seen_at, ARRAY[presence, decision, work, severity, points, team_id, place_id,
      fix_state, NULL, coalesce(seconds_of(due_at), 0), awaiting::int, NULL, fix_team_id, area, flags, places, seconds_of(first_seen_at)]::int[] AS v
    FROM finding f WHERE p_ids IS NULL OR f.id = ANY (p_ids)
    UNION ALL
    SELECT f.id, f.subject_id, f.kind, f.at, f.first_seen_at, ARRAY[presence, decision, work, severity, points, team_id, place_id,
      fix_state, NULL, coalesce(seconds_of(due_at), 0), awaiting::int, NULL, fix_team_id, area, flags, places, seconds_of(first_seen_at)]::int[]
    FROM finding_past f WHERE p_ids IS NULL OR f.id = ANY (p_ids)),
  step AS MATERIALIZED (
    SELECT e.finding_id AS id, min(e.id) AS n, max(e.observed_at) AS eff, bool_or(axis IN (0, 1) AND after = 0) AS reopens,
      ARRAY[max(before) FILTER (WHERE axis = 0), max(before) FILTER (WHERE axis = 1), max(before) FILTER (WHERE axis = 2),
        max(before) FILTER (WHERE axis = 3), max(before) FILTER (WHERE axis = 4), max(before) FILTER (WHERE axis = 5),
        max(before) FILTER (WHERE axis = 6), max(before) FILTER (WHERE axis = 7), NULL,
        max(coalesce(before, 0)) FILTER (WHERE axis = 9), max(before) FILTER (WHERE axis = 10), NULL,
        max(before) FILTER (WHERE axis = 12), max(before) FILTER (WHERE axis = 13), max(before) FILTER (WHERE axis = 14),
        max(before) FILTER (WHERE axis = 15), max(before) FILTER (WHERE axis = 16)] AS b,
      ARRAY[max(after) FILTER (WHERE axis = 0), max(after) FILTER (WHERE axis = 1), max(after) FILTER (WHERE axis = 2),
        max(after) FILTER (WHERE axis = 3), max(after) FILTER (WHERE axis = 4), max(after) FILTER (WHERE axis = 5),
        max(after) FILTER (WHERE axis = 6), max(after) FILTER (WHERE axis = 7), NULL,
        max(coalesce(after, 0)) FILTER (WHERE axis = 9), max(after) FILTER (WHERE axis = 10), NULL,
        max(after) FILTER (WHERE axis = 12), max(after) FILTER (WHERE axis = 13), max(after) FILTER (WHERE axis = 14),
        max(after) FILTER (WHERE axis = 15), max(after) FILTER (WHERE axis = 16)] AS a
    FROM finding_event e WHERE (p_ids IS NULL OR e.finding_id = ANY (p_ids)) AND axis NOT IN (8, 11, 17) GROUP BY e.finding_id, e.recorded_at),
  born AS (SELECT finding_id AS id, min(observed_at) AS at FROM finding_event
    WHERE axis = 17 AND (p_ids IS NULL OR finding_id = ANY (p_ids)) GROUP BY 1),
  start AS MATERIALIZED (
    SELECT e.id, e.ended, CASE WHEN s.b IS NULL THEN e.v ELSE axes_over(e.v, s.b) END AS v, e.v AS v_end, e.kind, u.kind AS subject_kind, u.unit,
      coalesce(b.at, CASE WHEN s.b[17] IS NULL THEN e.first_seen_at ELSE to_timestamp(s.b[17]) END) AS made
    FROM every e LEFT JOIN (SELECT id, axes_last(b ORDER BY n DESC) AS b FROM step GROUP BY 1) s ON s.id = e.id
    LEFT JOIN born b ON b.id = e.id JOIN subject u ON u.id = e.subject_id),
  told AS (
    SELECT s.id, s.n, s.eff, axes_over(t.v, axes_last(s.a) OVER w) AS v,
      max(s.eff) FILTER (WHERE s.reopens) OVER (PARTITION BY s.id ORDER BY s.n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reopened
    FROM step s JOIN start t ON t.id = s.id WHERE NOT p_made WINDOW w AS (PARTITION BY s.id ORDER BY s.n)),
  change AS (
    SELECT id, NULL::int[] AS o, v AS n, made AS eff, NULL::timestamptz AS reopened FROM start
    UNION ALL
    SELECT t.id, lag(t.v, 1, s.v) OVER (PARTITION BY t.id ORDER BY t.n), t.v, t.eff, t.reopened FROM told t JOIN start s ON s.id = t.id
    UNION ALL
    SELECT id, v_end, NULL, ended, NULL FROM start WHERE ended IS NOT NULL AND NOT p_made),
  stated AS (
    SELECT c.*, state_of(o[1]::smallint, o[11] = 1, o[2]::smallint, o[3]::smallint) AS o_state,
      state_of(n[1]::smallint, n[11] = 1, n[2]::smallint, n[3]::smallint) AS n_state, po.cluster_id AS o_cluster, pn.cluster_id AS n_cluster
    FROM change c LEFT JOIN place po ON po.id = c.o[7] LEFT JOIN place pn ON pn.id = c.n[7]),
  flowing AS (
    SELECT s.*, (o_cluster, o[6]) <> (n_cluster, n[6]) AS moved, (o[14], o[4]) <> (n[14], n[4]) AS rerated FROM stated s),
  side AS (
    SELECT id, o AS v, o_state AS state, o_cluster AS cluster_id, -1 AS sign, eff, flow_out(o_state, n_state, moved, rerated) AS flow,
      CASE WHEN flow_out(o_state, n_state, moved, rerated) = 5 THEN greatest(0, seconds_of(eff) - coalesce(seconds_of(reopened), o[17])) ELSE 0 END AS seconds,
      CASE WHEN flow_out(o_state, n_state, moved, rerated) = 5 THEN due_kept(seconds_of(eff), nullif(o[10], 0)) ELSE 0 END AS due
    FROM flowing WHERE o IS NOT NULL
    UNION ALL
    SELECT id, n, n_state, n_cluster, 1, eff, flow_in(o_state, n_state, moved, rerated), 0, 0 FROM flowing WHERE n IS NOT NULL)
  SELECT v[7], v[6], v[13], v[14]::smallint, t.kind, v[4]::smallint, state::smallint,
    (CASE WHEN t.subject_kind = 4 AND v[7] = 0 THEN 6 ELSE t.unit END)::smallint, cluster_id, sign::bigint,
    CASE WHEN v[1] = 0 THEN sign * v[5]::bigint * v[16] ELSE 0 END, CASE WHEN v[1] = 0 AND v[15] & 1 = 1 THEN sign ELSE 0 END::bigint,
    CASE WHEN v[1] = 0 AND v[15] & 5 = 5 THEN sign ELSE 0 END::bigint, CASE WHEN v[1] = 0 AND v[8] = 3 THEN sign ELSE 0 END::bigint,
    day_of(eff), flow, seconds::bigint, s.due::smallint
  FROM (SELECT x.*, st.kind, st.subject_kind, st.unit FROM side x JOIN start st ON st.id = x.id) s
  CROSS JOIN LATERAL (SELECT s.kind, s.subject_kind, s.unit) t
$$;

-- The day tables from the same deltas, after the roll-up and in the order of their keys. A flow into what needs action is
-- counted on the row that comes, one out of it on the row that goes.
CREATE FUNCTION history_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO posture_day AS r (day, cluster_id, team_id, area, unit, info, low, "unknown", medium, high, critical, present,
      accepted, fixable, exposed_kev, points, accepted_points)
    SELECT * FROM (
      SELECT day, cluster_id, team_id, area, unit, coalesce(sum(n) FILTER (WHERE severity = 0 AND state < 4), 0) AS info,
        coalesce(sum(n) FILTER (WHERE severity = 1 AND state < 4), 0) AS low, coalesce(sum(n) FILTER (WHERE severity = 2 AND state < 4), 0) AS unknown,
        coalesce(sum(n) FILTER (WHERE severity = 3 AND state < 4), 0) AS medium, coalesce(sum(n) FILTER (WHERE severity = 4 AND state < 4), 0) AS high,
        coalesce(sum(n) FILTER (WHERE severity = 5 AND state < 4), 0) AS critical, coalesce(sum(n) FILTER (WHERE state < 8), 0) AS present,
        coalesce(sum(n) FILTER (WHERE state = 4), 0) AS accepted, coalesce(sum(fixable), 0) AS fixable,
        coalesce(sum(exposed_kev) FILTER (WHERE state NOT IN (5, 6)), 0) AS exposed_kev,
        coalesce(sum(points) FILTER (WHERE state NOT IN (5, 6)), 0) AS points, coalesce(sum(points) FILTER (WHERE state = 4), 0) AS accepted_points
      FROM pd GROUP BY 1, 2, 3, 4, 5) s
    WHERE (info, low, unknown, medium, high, critical, present, accepted, fixable, exposed_kev, points, accepted_points)
      <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (day, cluster_id, team_id, area, unit) DO UPDATE SET info = r.info + excluded.info, low = r.low + excluded.low,
    "unknown" = r."unknown" + excluded."unknown", medium = r.medium + excluded.medium, high = r.high + excluded.high,
    critical = r.critical + excluded.critical, present = r.present + excluded.present, accepted = r.accepted + excluded.accepted,
    fixable = r.fixable + excluded.fixable, exposed_kev = r.exposed_kev + excluded.exposed_kev, points = r.points + excluded.points,
    accepted_points = r.accepted_points + excluded.accepted_points;
  INSERT INTO flow_day AS r (day, cluster_id, team_id, area, severity, opened, reopened, moved_in, fixed, accepted, dismissed, closed,
      moved_out, rerated, in_time, late, seconds)
    SELECT day, cluster_id, team_id, area, severity, coalesce(sum(n) FILTER (WHERE flow = 1), 0), coalesce(sum(n) FILTER (WHERE flow = 2), 0),
      coalesce(sum(n) FILTER (WHERE flow = 3), 0), coalesce(-sum(n) FILTER (WHERE flow = 5), 0), coalesce(-sum(n) FILTER (WHERE flow = 6), 0),
      coalesce(-sum(n) FILTER (WHERE flow = 7), 0), coalesce(-sum(n) FILTER (WHERE flow = 8), 0), coalesce(-sum(n) FILTER (WHERE flow = 9), 0),
      coalesce(sum(n) FILTER (WHERE flow IN (4, 10)), 0), coalesce(-sum(n) FILTER (WHERE due = 1), 0),
      coalesce(-sum(n) FILTER (WHERE due = 2), 0), coalesce(sum(seconds), 0)
    FROM pd WHERE flow > 0 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT (day, cluster_id, team_id, area, severity) DO UPDATE SET opened = r.opened + excluded.opened,
    reopened = r.reopened + excluded.reopened, moved_in = r.moved_in + excluded.moved_in, fixed = r.fixed + excluded.fixed,
    accepted = r.accepted + excluded.accepted, dismissed = r.dismissed + excluded.dismissed, closed = r.closed + excluded.closed,
    moved_out = r.moved_out + excluded.moved_out, rerated = r.rerated + excluded.rerated, in_time = r.in_time + excluded.in_time,
    late = r.late + excluded.late, seconds = r.seconds + excluded.seconds;
END $$;
CREATE OR REPLACE FUNCTION merge_flush() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM posture_count_flush();
  PERFORM posture_sum_flush();
  PERFORM history_flush();
END $$;

-- Makes the day tables anew from the findings and their journal. The caller keeps merges off.
CREATE FUNCTION history_rebuild() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  PERFORM merge_begin();
  DELETE FROM pd;
  INSERT INTO pd SELECT * FROM history_rows(NULL, false);
  DELETE FROM posture_day;
  DELETE FROM flow_day;
  PERFORM history_flush();
  DELETE FROM pd;
END $$;

-- ---------------------------------------------------------------- units
-- Keeps the units of a cluster as of the day of `p_at`, where they differ from what is known of the days before; never
-- before a day that is known, since what they were then cannot be told any more.
CREATE FUNCTION units_day(p_cluster int, p_at timestamptz, p_version int) RETURNS void LANGUAGE plpgsql AS $$ DECLARE v_day date; BEGIN
  SELECT greatest(least(day_of(p_at), day_of(now())), max(day)) INTO v_day FROM (SELECT max(day) AS day FROM unit_day WHERE cluster_id = p_cluster
    UNION ALL SELECT max(day) FROM evidence_day WHERE cluster_id = p_cluster) d;
  CREATE TEMP TABLE units_then ON COMMIT DROP AS
    SELECT team_id, area, unit, sum(total)::int AS total, sum(assessed)::int AS assessed, max(at) AS at,
      coalesce(array_agg(seen ORDER BY seen) FILTER (WHERE seen IS NOT NULL AND assessed > 0), '{}') AS days,
      coalesce(array_agg(assessed ORDER BY seen) FILTER (WHERE seen IS NOT NULL AND assessed > 0), '{}') AS counts
    FROM (SELECT team_id, area, unit, day_of(observed_at) AS seen, sum(total)::int AS total, sum(assessed)::int AS assessed,
        max(observed_at) AS at FROM unit_count WHERE cluster_id = p_cluster GROUP BY 1, 2, 3, 4) c GROUP BY 1, 2, 3;
  INSERT INTO unit_day AS u (cluster_id, team_id, area, unit, day, total, assessed, version)
    SELECT p_cluster, team_id, area, unit, v_day, coalesce(n.total, 0), coalesce(n.assessed, 0), p_version
    FROM units_then n FULL JOIN (SELECT DISTINCT ON (team_id, area, unit) * FROM unit_day WHERE cluster_id = p_cluster
      ORDER BY team_id, area, unit, day DESC) l USING (team_id, area, unit)
    WHERE (coalesce(n.total, 0), coalesce(n.assessed, 0), p_version) <> (coalesce(l.total, 0), coalesce(l.assessed, 0), coalesce(l.version, p_version))
  ON CONFLICT (cluster_id, team_id, area, unit, day) DO UPDATE SET total = excluded.total, assessed = excluded.assessed,
    version = excluded.version;
  INSERT INTO evidence_day AS u (cluster_id, team_id, area, unit, day, observed_at, days, counts)
    SELECT p_cluster, team_id, area, unit, v_day, n.at, coalesce(n.days, '{}'), coalesce(n.counts, '{}')
    FROM units_then n FULL JOIN (SELECT DISTINCT ON (team_id, area, unit) * FROM evidence_day WHERE cluster_id = p_cluster
      ORDER BY team_id, area, unit, day DESC) l USING (team_id, area, unit)
    WHERE (n.at, coalesce(n.days, '{}'), coalesce(n.counts, '{}')) IS DISTINCT FROM (l.observed_at, coalesce(l.days, '{}'), coalesce(l.counts, '{}'))
  ON CONFLICT (cluster_id, team_id, area, unit, day) DO UPDATE SET observed_at = excluded.observed_at, days = excluded.days,
    counts = excluded.counts;
  DROP TABLE units_then;
END $$;

-- ---------------------------------------------------------------- what time alone changes
-- Runtime findings without an event for p_days before p_now fell quiet when those days were over.
DROP FUNCTION quiet_mark(timestamptz, timestamptz);
CREATE FUNCTION quiet_mark(p_now timestamptz, p_days int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  WITH old AS (
    UPDATE detection d SET muted = true FROM finding f JOIN placement p ON p.subject_id = f.subject_id AND p.place_id = f.place_id
    WHERE f.kind = 5 AND f.presence = 0 AND d.asset_id = p.asset_id AND d.rule_id = f.rule_id AND d.loc = f.loc AND NOT d.muted
      AND coalesce((d.evidence->>'lastAt')::timestamptz, d.first_seen_at) < p_now - make_interval(days => p_days)
    RETURNING f.subject_id, f.place_id, d.rule_id, d.loc, d.scope_id,
      coalesce((d.evidence->>'lastAt')::timestamptz, d.first_seen_at) + make_interval(days => p_days) AS at),
  counted AS (UPDATE scope SET findings = NULL WHERE id IN (SELECT scope_id FROM old) AND findings IS NOT NULL)
  INSERT INTO dk SELECT subject_id, place_id, rule_id, loc, true, at, NULL FROM old;
END $$;
-- A stale witness gives way when its window is over and a fresh complete one of the same class has spoken.
DROP FUNCTION stale_mute(timestamptz, timestamptz);
CREATE FUNCTION stale_mute(p_now timestamptz, p_days int) RETURNS void LANGUAGE plpgsql AS $$
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

-- What is known of the past before this: the findings and what their journal says of them.
SELECT history_rebuild();
