-- Whoever may read a remediation may know of its issue.
GRANT SELECT ON "ticket" TO parapet_read;
CREATE POLICY scoped ON "ticket" FOR SELECT TO parapet_read
  USING (EXISTS (SELECT 1 FROM remediation m WHERE m.id = "ticket".remediation_id));
