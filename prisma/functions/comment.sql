-- Discussions stay with findings.

-- A finding is only ever deleted where it goes up in another (merge_into()): the discussion goes with it.
CREATE OR REPLACE FUNCTION comment_follow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF to_regclass('pg_temp.moving') IS NOT NULL AND EXISTS (SELECT 1 FROM gone) THEN
    UPDATE comment c SET finding_id = m.target_id FROM gone g JOIN moving m ON m.id = g.id
      WHERE c.finding_id = g.id AND m.target_id IS NOT NULL;
  END IF;
  RETURN NULL;
END $$;
