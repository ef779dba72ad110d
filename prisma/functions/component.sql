-- Bills of materials.

-- Two assets turn out to be one: of two bills by one tool the newer stays.
CREATE OR REPLACE FUNCTION bom_merge(p_from int, p_to int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  WITH pairs AS (
    SELECT CASE WHEN f.observed_at > t.observed_at THEN t.id ELSE f.id END AS drop
    FROM bom f JOIN bom t ON t.asset_id = p_to AND t.tool_id = f.tool_id AND t.profile = f.profile WHERE f.asset_id = p_from),
  gone AS (DELETE FROM bom b USING pairs p WHERE b.id = p.drop RETURNING b.id)
  DELETE FROM bom_component x USING gone g WHERE x.bom_id = g.id;
  UPDATE bom SET asset_id = p_to WHERE asset_id = p_from;
END $$;
