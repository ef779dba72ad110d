-- Which subjects have to have their fixes worked out anew.

-- What this transaction changed: findings of dirty keys, findings changed by hand, versions scanned for the first time
-- (one that has nothing may be the best to move to). Called by merge_flush(), last.
CREATE OR REPLACE FUNCTION fix_touch() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO fix_dirty (subject_id) SELECT DISTINCT subject_id FROM dk;
  -- Mostly there is none of the others.
  IF EXISTS (SELECT 1 FROM was) THEN INSERT INTO fix_dirty (subject_id) SELECT DISTINCT subject_id FROM was; END IF;
  IF EXISTS (SELECT 1 FROM scn) THEN
    INSERT INTO fix_dirty (subject_id) SELECT DISTINCT a.subject_id FROM scn JOIN asset a ON a.id = scn.asset_id;
  END IF;
END $$;

-- Assigning changes no roll-up; the queue shows whose a fix is.
CREATE OR REPLACE FUNCTION fix_touch_assigned() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO fix_dirty (subject_id) VALUES (NEW.subject_id);
  RETURN NULL;
END $$;
