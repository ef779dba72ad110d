-- What complete reports of a version looked at: names of the checks that they list as run, `*` where one ran all of its
-- class. NULL: none was complete, or it is of no version. What was carried over to a version waits for who looked at it.
ALTER TABLE "scope" ADD COLUMN "looked" TEXT[];
UPDATE scope SET looked = '{*}' FROM asset a WHERE a.id = scope.target_id AND a.kind = 4 AND scope.complete_at IS NOT NULL;
