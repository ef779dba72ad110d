-- Names of packages are a catalogue, as rules are: what has them is told by the bills alone, which keep their policies.
-- A policy here would be asked of every package before a word is looked up, and the words could not use their index.
DROP POLICY scoped ON "component";
ALTER TABLE "component" DISABLE ROW LEVEL SECURITY;
