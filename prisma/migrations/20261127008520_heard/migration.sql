-- Which tools speak of what is placed in a cluster, or runs for a team. The policies of "scope" would ask of every target
-- whether it is placed with the reader, which takes longer than to go from the reader's placements to their targets: so
-- this runs as the owner, and keeps to the teams of the scope itself, whatever the caller asks for.
DROP INDEX "placement_cluster_id_team_id_idx";
CREATE INDEX "placement_cluster_id_team_id_asset_id_idx" ON "placement"("cluster_id", "team_id", "asset_id");
DROP INDEX "placement_team_id_idx";
CREATE INDEX "placement_team_id_asset_id_idx" ON "placement"("team_id", "asset_id");

CREATE FUNCTION sources_heard(p_cluster int, p_team int, p_teams int[]) RETURNS TABLE (tool_id smallint, class smallint, targets int,
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
REVOKE ALL ON FUNCTION sources_heard(int, int, int[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sources_heard(int, int, int[]) TO parapet_read;
