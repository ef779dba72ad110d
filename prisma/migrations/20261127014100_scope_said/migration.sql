-- When partial reports last said what, since the latest complete one of their scope: what a complete report that arrives
-- late lacks is over, unless a newer one still says it. A row only while a partial report is the latest; it knows all
-- reports from after `since` (NULL: all). `at`: the latest of them, which its entries say again whenever it is repeated.
CREATE TABLE "scope_said" (
    "scope_id" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "blob" BYTEA NOT NULL,

    CONSTRAINT "scope_said_pkey" PRIMARY KEY ("scope_id")
);
ALTER TABLE "scope_said" ALTER COLUMN "blob" SET STORAGE EXTERNAL;
