-- What a reader finds by words. They run as the owner, since a policy per row would cost more than the answer, and so say
-- the scope themselves.

-- Row-level security keeps ILIKE from using an index, since it might leak what it compares. This one looks the ids up
-- as the owner; whoever calls it joins them with the tables, which hide what is not theirs.
CREATE OR REPLACE FUNCTION subject_matches(pattern text, at_most int) RETURNS SETOF int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
  $$ SELECT id FROM subject WHERE name ILIKE pattern ORDER BY length(name), id LIMIT at_most $$;

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
