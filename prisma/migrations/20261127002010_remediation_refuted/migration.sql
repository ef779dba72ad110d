-- By findings, so that a page of items asks for its own. A reader passes those that they may read; what waits for
-- confirmation to be closed is nobody's to read but those who see everything, and still has to be known of here.
DROP FUNCTION remediation_refuted(int, timestamptz);
CREATE FUNCTION remediation_refuted(p_findings bigint[], p_since timestamptz) RETURNS TABLE (finding_id bigint, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
  SELECT f.id, max(greatest(s.complete_at, p.since))
  FROM unnest(p_findings) g(id)
  CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = g.id OFFSET 0) f
  CROSS JOIN LATERAL (SELECT asset_id, since FROM placement p WHERE p.subject_id = f.subject_id AND p.place_id = f.place_id
    AND p.team_id = f.team_id OFFSET 0) p
  CROSS JOIN LATERAL (SELECT * FROM detection d WHERE d.asset_id = p.asset_id AND d.rule_id = f.rule_id
    AND (f.loc = 0 OR d.loc = f.loc) AND NOT d.muted OFFSET 0) d
  CROSS JOIN LATERAL (SELECT complete_at FROM scope WHERE id = d.scope_id OFFSET 0) s
  WHERE f.presence = 0 AND f.decision = 0 AND s.complete_at IS NOT NULL AND greatest(s.complete_at, p.since) > p_since
    AND NOT EXISTS (SELECT 1 FROM held_closure h WHERE h.scope_id = d.scope_id AND h.asset_id = d.asset_id AND h.rule_id = d.rule_id
      AND h.loc = d.loc)
  GROUP BY 1 $$;
