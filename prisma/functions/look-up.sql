-- What a reader finds by words. They run as the owner, since a policy per row would cost more than the answer, and so say
-- the scope themselves.

-- Row-level security keeps ILIKE from using an index, since it might leak what it compares. This one looks the ids up
-- as the owner; whoever calls it joins them with the tables, which hide what is not theirs.
CREATE OR REPLACE FUNCTION subject_matches(pattern text, at_most int) RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT id FROM subject WHERE name ILIKE pattern ORDER BY length(name), id LIMIT at_most $$;

-- The same among what these teams run or can fix, as far as it is of the scope.
CREATE OR REPLACE FUNCTION subject_matches_of(p_teams int[], pattern text, at_most int) RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT s.id FROM (SELECT DISTINCT p.subject_id FROM placement p WHERE (p.team_id = ANY (p_teams) OR p.fix_team_id = ANY (p_teams))
      AND ((SELECT scope_is_all()) OR p.team_id = ANY ((SELECT scope_teams())::int[]) OR p.fix_team_id = ANY ((SELECT scope_teams())::int[]))) x
  JOIN subject s ON s.id = x.subject_id WHERE s.name ILIKE pattern LIMIT at_most $$;

-- As subject_matches(): row-level security keeps ILIKE from using an index. Whoever calls it joins the ids with the table.
CREATE OR REPLACE FUNCTION fix_matches(pattern text, at_most int) RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT id FROM fix WHERE title ILIKE pattern LIMIT at_most $$;

-- What each tool and class looked at, of the assets in scope, and when it last did.
CREATE OR REPLACE FUNCTION sources_heard(p_cluster int, p_team int, p_teams int[]) RETURNS TABLE (tool_id smallint, class smallint, targets int,
  complete boolean, observed_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$ BEGIN
  RETURN QUERY EXECUTE 'SELECT s.tool_id, s.class, count(*)::int, bool_and(s.complete_at IS NOT NULL), max(s.observed_at)::timestamptz
    FROM (SELECT DISTINCT w.asset_id FROM placement w WHERE true'
      || CASE WHEN p_cluster IS NULL THEN '' ELSE ' AND w.cluster_id = $1' END
      || CASE WHEN p_team IS NULL THEN '' ELSE ' AND w.team_id = $2' END
      || CASE WHEN p_teams IS NULL THEN '' ELSE ' AND w.team_id = ANY ($3)' END
      || CASE WHEN coalesce(scope_is_all(), false) THEN '' ELSE ' AND w.team_id = ANY ($4)' END || ') a
    JOIN scope s ON s.target_id = a.asset_id WHERE s.observed_at IS NOT NULL GROUP BY 1, 2'
    USING p_cluster, p_team, p_teams, coalesce(scope_teams(), '{}');
END $$;

-- What each tool said of what these teams run in these clusters, as far as they are of the scope: of how many assets, of how
-- many none since p_oldest, and when last.
CREATE OR REPLACE FUNCTION heard_of(p_clusters int[], p_teams int[], p_oldest timestamptz) RETURNS TABLE (cluster_id int, tool_id smallint,
  targets int, stale int, observed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT x.cluster_id, x.tool_id, count(*)::int, (count(*) FILTER (WHERE x.at < p_oldest))::int, max(x.at)
  FROM (SELECT w.cluster_id, s.tool_id, max(s.observed_at) AS at
    FROM (SELECT DISTINCT w.cluster_id, w.asset_id FROM placement w WHERE w.cluster_id = ANY (p_clusters) AND w.team_id = ANY (p_teams)
      AND ((SELECT scope_is_all()) OR w.team_id = ANY ((SELECT scope_teams())::int[]))) w
    JOIN scope s ON s.target_id = w.asset_id WHERE s.observed_at IS NOT NULL GROUP BY w.cluster_id, s.tool_id, s.target_id) x GROUP BY 1, 2 $$;

-- Bills of materials of what these teams run or can fix, as far as they are of the scope. (The policies would ask of each
-- row of each bill whether it is placed with the reader.)
CREATE OR REPLACE FUNCTION bills_of(p_teams int[]) RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT b.id FROM bom b WHERE b.asset_id IN (SELECT w.asset_id FROM placement w
    WHERE (w.team_id = ANY (p_teams) OR w.fix_team_id = ANY (p_teams))
      AND ((SELECT scope_is_all()) OR w.team_id = ANY ((SELECT scope_teams())::int[]) OR w.fix_team_id = ANY ((SELECT scope_teams())::int[])))
$$;

-- What is in one of them.
CREATE OR REPLACE FUNCTION components_of(p_teams int[]) RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT DISTINCT x.component_id FROM bills_of(p_teams) b(id) JOIN bom_component x ON x.bom_id = b.id $$;

-- Of each of these components the assets that have it, in the order of their bills and at most so many.
CREATE OR REPLACE FUNCTION component_assets(p_components int[], p_teams int[], p_most int) RETURNS TABLE (id int, version text, asset int, kind smallint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH mine AS MATERIALIZED (SELECT b.id FROM bills_of(p_teams) b(id))
  SELECT u.id, h.version, h.asset_id, a.kind FROM unnest(p_components) u(id) CROSS JOIN LATERAL (
    SELECT x.version, b.asset_id FROM bom_component x JOIN bom b ON b.id = x.bom_id
    WHERE x.component_id = u.id AND x.bom_id IN (SELECT m.id FROM mine m) ORDER BY x.bom_id LIMIT p_most) h
  JOIN asset a ON a.id = h.asset_id $$;
