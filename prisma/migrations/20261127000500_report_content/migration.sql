-- What a report says, whenever it was made: the same tool's next scan of the same thing mostly says the same.

-- Digest of the bytes without what only tells one run from another (Importer.stamps). Of what came before only the
-- whole bytes are known.
ALTER TABLE "report" ADD COLUMN "content_digest" TEXT;
-- The time among what was left out.
ALTER TABLE "report" ADD COLUMN "stated_at" TIMESTAMPTZ(3);
-- Every name of the images that it is about. Null: it says more than what is found on its targets (what runs where,
-- what a cluster holds), so that only the very same bytes repeat it.
ALTER TABLE "report" ADD COLUMN "names" TEXT[];
UPDATE "report" SET content_digest = digest WHERE digest IS NOT NULL;
DROP INDEX "report_cluster_id_digest_idx";
CREATE INDEX "report_cluster_id_content_digest_idx" ON "report"("cluster_id", "content_digest");
