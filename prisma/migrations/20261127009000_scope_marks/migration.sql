-- Digests of the entries that the packed rows of a scope were read from: what the next report says in the same bytes is
-- not parsed again. A cache like the packed rows beside it: written and dropped with them.
ALTER TABLE "scope_seen" ADD COLUMN "marks" BYTEA;
ALTER TABLE "scope_seen" ALTER COLUMN "marks" SET STORAGE EXTERNAL;
