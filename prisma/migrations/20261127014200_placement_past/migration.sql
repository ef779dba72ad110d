-- Where a version ran before is asked when a report on it comes late: what it had then was there then.
ALTER TABLE "placement_past" ADD COLUMN "arrived_at" TIMESTAMPTZ(3);
CREATE INDEX "placement_past_asset_id_idx" ON "placement_past"("asset_id");
-- When a complete report first looked at all of a version. Of what is known already: at all times.
ALTER TABLE "scope" ADD COLUMN "looked_at" TIMESTAMPTZ(3);
UPDATE scope SET looked_at = '-infinity' WHERE '*' = ANY (looked);
