-- So that a reader of few teams finds fixes of a kind without looking each of them up.
ALTER TABLE "fix_sum" ADD COLUMN "kind" SMALLINT NOT NULL;
