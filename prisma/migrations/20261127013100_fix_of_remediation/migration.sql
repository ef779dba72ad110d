-- Whoever reads a remediation reads the name of the fix that it was planned from, also when that has nothing left to remove.
-- The policy of remediations applies inside.
ALTER POLICY scoped ON "fix" USING ((SELECT scope_is_all()) OR EXISTS (SELECT 1 FROM fix_sum s WHERE s.fix_id = "fix".id)
  OR EXISTS (SELECT 1 FROM remediation r WHERE r.fix_id = "fix".id));
