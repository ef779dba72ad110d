-- When a known rule was listed as known to be exploited: trends point it out without a look at each finding's journal.
ALTER TABLE "rule" ADD COLUMN "kev_at" TIMESTAMPTZ(3);
CREATE INDEX "rule_kev_at_idx" ON "rule" ("kev_at");
