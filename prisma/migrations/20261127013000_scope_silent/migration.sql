-- Checks that a scope still says though its latest complete report said nothing of them (it did not look, or what it would
-- close is held), and when a complete report last did. NULL: none. Such a report is no evidence about them.
ALTER TABLE "scope" ADD COLUMN "silent_rules" INTEGER[], ADD COLUMN "silent_since" TIMESTAMPTZ(3)[];
CREATE INDEX "scope_silent" ON "scope"("id") WHERE "silent_rules" IS NOT NULL;
UPDATE scope s SET silent_rules = h.rules, silent_since = array_fill('-infinity'::timestamptz, ARRAY[cardinality(h.rules)])
  FROM (SELECT scope_id, array_agg(DISTINCT rule_id ORDER BY rule_id) AS rules FROM held_closure GROUP BY 1) h WHERE s.id = h.scope_id;
