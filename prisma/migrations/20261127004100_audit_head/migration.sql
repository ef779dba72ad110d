-- The audit log is append-only for everybody, and its end is known: how many entries there are, the last one and its hash,
-- sealed with a key. A chain alone does not show that its newest entries are missing.
CREATE TABLE "audit_head" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "entries" BIGINT NOT NULL,
    "last_id" BIGINT,
    "hash" BYTEA,
    "seal" BYTEA,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "audit_head_one" CHECK ("id" = 1)
);
INSERT INTO "audit_head" ("entries", "last_id", "hash")
  SELECT count(*), max(id), (SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1) FROM audit_entry;
-- The key of the seal where the installation is given none (PARAPET_AUDIT_KEY).
INSERT INTO "setting" ("key", "value") VALUES ('audit_key', to_jsonb(encode(sha256(convert_to(
  gen_random_uuid()::text || gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex'))) ON CONFLICT DO NOTHING;
ALTER TABLE "audit_head" ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_stays BEFORE DELETE ON "audit_head" FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_no_truncate BEFORE TRUNCATE ON "audit_head" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
