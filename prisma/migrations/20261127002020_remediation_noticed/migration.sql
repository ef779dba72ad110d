-- Whether evidence of remediations changed is told from what a merge has in hand anyway, without copying a row of it.
DROP TRIGGER remediation_changed ON "finding";
DROP FUNCTION remediation_changed();
DROP TRIGGER remediation_heard ON "scope";
DROP FUNCTION remediation_heard();
CREATE INDEX "remediation_claimed" ON "remediation"("id") WHERE "state" = 2;

-- What reports have to be about to matter, now of every remediation that is not cancelled.
INSERT INTO remediation_watch (remediation_id, subject_id, cluster_id)
  SELECT DISTINCT i.remediation_id, s.id, s.cluster_id FROM remediation_item i JOIN remediation r ON r.id = i.remediation_id
  JOIN finding f ON f.id = i.finding_id JOIN subject s ON s.id = f.subject_id WHERE r.state <> 5
ON CONFLICT DO NOTHING;

-- Findings changed; those of which subjects is in dk, the dirty keys of the merge. Whoever changes them without a merge
-- (triage) changes nothing that counts here.
CREATE FUNCTION remediation_changed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM remediation_watch) AND to_regclass('pg_temp.dk') IS NOT NULL THEN
    PERFORM remediation_touch(ARRAY(SELECT DISTINCT w.remediation_id FROM (SELECT DISTINCT subject_id FROM dk) d
      CROSS JOIN LATERAL (SELECT remediation_id FROM remediation_watch WHERE subject_id = d.subject_id OFFSET 0) w));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER remediation_changed AFTER UPDATE ON "finding" FOR EACH STATEMENT EXECUTE FUNCTION remediation_changed();

-- Complete reports on these assets came in, whether they changed anything or not: matters to claimed fixes of their
-- subjects, and what is said of a cluster or namespace to those of what lies in it.
CREATE FUNCTION remediation_heard(p_assets int[]) RETURNS void LANGUAGE plpgsql SET enable_seqscan = off AS $$ BEGIN
  IF p_assets IS NULL OR NOT EXISTS (SELECT 1 FROM remediation WHERE state = 2) THEN RETURN; END IF;
  PERFORM remediation_touch(ARRAY(
    WITH heard AS MATERIALIZED (
      SELECT DISTINCT a.subject_id, CASE WHEN a.kind IN (0, 2) THEN a.cluster_id ELSE 0 END AS cluster_id
      FROM unnest(p_assets) g(id) CROSS JOIN LATERAL (SELECT * FROM asset WHERE id = g.id OFFSET 0) a),
    w AS (
      SELECT w.remediation_id FROM heard h JOIN remediation_watch w ON w.subject_id = h.subject_id
      UNION
      SELECT w.remediation_id FROM heard h JOIN remediation_watch w ON w.cluster_id = h.cluster_id WHERE h.cluster_id <> 0)
    SELECT w.remediation_id FROM w JOIN remediation r ON r.id = w.remediation_id WHERE r.state = 2));
END $$;

-- Things that turn out to be one: what watched the one watches the other.
CREATE FUNCTION remediation_refold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO remediation_watch (remediation_id, subject_id, cluster_id)
    SELECT remediation_id, NEW.subject_id, cluster_id FROM remediation_watch WHERE subject_id = OLD.subject_id
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
CREATE TRIGGER remediation_refold AFTER UPDATE OF "subject_id" ON "asset" FOR EACH ROW
  WHEN (OLD.subject_id <> NEW.subject_id) EXECUTE FUNCTION remediation_refold();
