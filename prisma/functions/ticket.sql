-- What the tracker has to be told.

-- The issue of a remediation follows every change of it, by whatever path: a job is added where there is a tracker.
CREATE OR REPLACE FUNCTION ticket_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT 1 FROM integration WHERE kind = 'github' AND disabled_at IS NULL) THEN
    PERFORM graphile_worker.add_job('sync-ticket', json_build_object('remediationId', c.id), job_key => 'ticket-' || c.id)
      FROM (SELECT id FROM changed ORDER BY id) c;
  END IF;
  RETURN NULL;
END $$;
