-- What images, sources and nodes are made of, as bills of materials and lists of packages say.

-- CreateTable
CREATE TABLE "component" (
    "id" SERIAL NOT NULL,
    "purl" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "component_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bom" (
    "id" SERIAL NOT NULL,
    "asset_id" INTEGER NOT NULL,
    "tool_id" SMALLINT NOT NULL,
    "profile" TEXT NOT NULL,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "bom_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bom_component" (
    "bom_id" INTEGER NOT NULL,
    "component_id" INTEGER NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "bom_component_pkey" PRIMARY KEY ("bom_id","component_id","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "component_purl_key" ON "component"("purl");

-- CreateIndex
CREATE INDEX "component_name_id_idx" ON "component"("name", "id");

-- CreateIndex
CREATE UNIQUE INDEX "bom_asset_id_tool_id_profile_key" ON "bom"("asset_id", "tool_id", "profile");

-- CreateIndex
CREATE INDEX "bom_component_component_id_bom_id_idx" ON "bom_component"("component_id", "bom_id");

CREATE INDEX "component_words" ON "component" USING gin (purl gin_trgm_ops, name gin_trgm_ops);

-- Two assets turn out to be one: of two bills by one tool the newer stays.
CREATE FUNCTION bom_merge(p_from int, p_to int) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  WITH pairs AS (
    SELECT CASE WHEN f.observed_at > t.observed_at THEN t.id ELSE f.id END AS drop
    FROM bom f JOIN bom t ON t.asset_id = p_to AND t.tool_id = f.tool_id AND t.profile = f.profile WHERE f.asset_id = p_from),
  gone AS (DELETE FROM bom b USING pairs p WHERE b.id = p.drop RETURNING b.id)
  DELETE FROM bom_component x USING gone g WHERE x.bom_id = g.id;
  UPDATE bom SET asset_id = p_to WHERE asset_id = p_from;
END $$;

GRANT SELECT ON "component", "bom", "bom_component" TO parapet_read;

-- Seen by whoever sees where the asset is. The policies of what is asked apply inside.
ALTER TABLE "bom" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "bom" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = "bom".asset_id));
ALTER TABLE "bom_component" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "bom_component" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM bom b WHERE b.id = "bom_component".bom_id));
ALTER TABLE "component" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "component" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM bom_component x WHERE x.component_id = "component".id));
