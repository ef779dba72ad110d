-- What follows from the fields of a finding or detection alone. lib/domain says the same in TypeScript; tests compare.

-- The area of a rule, but for what depends on where it was found: packages, malware, secrets, configurations of
-- repositories. As lib/domain/rules/area.ts has it, whatever thing the rule was first seen on.
CREATE OR REPLACE FUNCTION area_of(kind smallint, subject_kind smallint, rule_area smallint) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE
    WHEN subject_kind = 8 THEN 6
    WHEN kind IN (0, 3) THEN CASE WHEN subject_kind = 1 THEN 0 WHEN subject_kind IN (3, 4, 5) THEN 4 ELSE 2 END
    WHEN kind = 2 THEN CASE subject_kind WHEN 5 THEN 3 WHEN 1 THEN 0 WHEN 4 THEN 4 ELSE 2 END
    WHEN kind IN (1, 6, 7) AND subject_kind = 5 THEN 3
    WHEN kind IN (1, 6, 7) AND subject_kind = 4 AND rule_area = 2 THEN 4
    ELSE rule_area END)::smallint $$;

-- The one state that a list shows (`findingStates`), of the axes: presence before decision before waiting before work.
CREATE OR REPLACE FUNCTION state_of(presence smallint, awaiting boolean, decision smallint, work smallint) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (CASE WHEN presence <> 0 THEN 7 + presence WHEN decision <> 0 THEN 3 + decision
               WHEN awaiting THEN 3 ELSE work END)::smallint $$;

-- Kinds of rules of which each location is a finding of its own (`locatedKinds` in lib/domain/vocabulary.ts).
CREATE OR REPLACE FUNCTION is_located(kind smallint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT kind IN (2, 3, 4, 5) $$;

-- Tenths of points: severity × exploitation (KEV 5, EPSS ≥ 0.1 2, else 1) × 2 where the internet reaches it.
CREATE OR REPLACE FUNCTION points_of(severity smallint, factor smallint, exposed boolean, idle boolean) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN idle THEN 0 ELSE
    (CASE severity WHEN 5 THEN 100 WHEN 4 THEN 30 WHEN 3 THEN 10 WHEN 2 THEN 10 WHEN 1 THEN 1 ELSE 0 END)
    * factor * (CASE WHEN exposed THEN 2 ELSE 1 END) END $$;

-- Unknown ranks with medium, and becoming unknown is no rise: nothing worse was learnt.
CREATE OR REPLACE FUNCTION severity_rises(before smallint, after smallint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT after <> 2 AND after > CASE before WHEN 2 THEN 3 ELSE before END $$;

-- "No place yet" (8) holds until the first placement of any kind, what was declared for a cluster (4) until the first in
-- a workload there.
CREATE OR REPLACE FUNCTION gives_way(source smallint, cluster int, other_source smallint, other_cluster int) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$ SELECT source = 8 AND other_source & 7 <> 0
  OR source = 4 AND other_source & 3 <> 0 AND cluster = other_cluster $$;

-- Nobody looked yet for what versions before this one had: it goes on, awaiting scan. Any tool's complete report of a class
-- looked at all of it: which tools run is the team's to choose, and what waited for one that is gone would wait forever. But
-- one that says it ran less is no word on the rest: where the run is narrowed (a profile), it looked for what runs narrowed
-- like it found in versions of the image; where it lists the checks that it ran, for those. (`asset.scanned` has the bits of
-- classes with any complete report at all, and is asked first.)
CREATE OR REPLACE FUNCTION awaits_scan(p_asset int, p_kind smallint, p_subject int, p_rule int, p_loc bigint) RETURNS boolean
LANGUAGE sql STABLE SET enable_seqscan = off AS $$
  SELECT NOT EXISTS (SELECT 1 FROM scope s WHERE s.target_id = p_asset AND s.class = p_kind
    AND ('*' = ANY (s.looked) OR (SELECT code FROM rule WHERE id = p_rule) = ANY (s.looked)
      OR EXISTS (SELECT 1 FROM rule_alias a WHERE a.rule_id = p_rule AND a.alias = ANY (s.looked)))
    AND (s.profile = '' OR EXISTS (
      SELECT 1 FROM (SELECT id FROM asset WHERE subject_id = p_subject ORDER BY id DESC OFFSET 0) v
      CROSS JOIN LATERAL (SELECT scope_id FROM detection d WHERE d.asset_id = v.id AND d.rule_id = p_rule
        AND (p_loc = 0 OR d.loc = p_loc) OFFSET 0) d
      JOIN scope w ON w.id = d.scope_id AND w.class = s.class AND w.tool_id = s.tool_id AND w.profile = s.profile))) $$;

-- Does anything that runs there (of the team, -1: of any) show it, or may do so still?
CREATE OR REPLACE FUNCTION is_supported(f finding, p_place int, p_team int) RETURNS boolean LANGUAGE sql STABLE SET enable_seqscan = off AS $$
  SELECT EXISTS (SELECT 1 FROM placement p WHERE p.subject_id = f.subject_id AND p.place_id = p_place
    AND (p_team = -1 OR p.team_id = p_team) AND (
      EXISTS (SELECT 1 FROM detection d WHERE d.asset_id = p.asset_id AND d.rule_id = f.rule_id AND (f.loc = 0 OR d.loc = f.loc)
        AND NOT d.muted)
      OR f.awaiting AND awaits_scan(p.asset_id, f.kind, f.subject_id, f.rule_id, f.loc))) $$;

-- Since when it needs action: its last reopening, or when it was first seen.
CREATE OR REPLACE FUNCTION opened_at(p_id bigint, p_first timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT max(observed_at) FROM finding_event WHERE finding_id = p_id AND axis IN (0, 1) AND after = 0), p_first) $$;

-- When what happens to a finding at `p_at` takes effect: never before what happened to it last.
CREATE OR REPLACE FUNCTION takes_effect(p_id bigint, p_first timestamptz, p_at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT greatest(p_at, max(observed_at) FILTER (WHERE axis NOT IN (8, 17)), coalesce(min(observed_at) FILTER (WHERE axis = 17),
    to_timestamp((array_agg(before ORDER BY id) FILTER (WHERE axis = 16))[1]), p_first)) FROM finding_event WHERE finding_id = p_id $$;

-- Days are those of UTC.
CREATE OR REPLACE FUNCTION day_of(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT (at AT TIME ZONE 'UTC')::date $$;

-- Of constants only, so that the planner takes it in where it is called. (extract() of a point in time is not immutable.)
CREATE OR REPLACE FUNCTION seconds_of(at timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT floor(extract(epoch FROM at - timestamptz '1970-01-01 00:00:00+00'))::bigint $$;
