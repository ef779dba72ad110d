-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "user" (
    "id" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" SMALLINT NOT NULL,
    "password_hash" TEXT,
    "failed_attempts" SMALLINT NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "last_sign_in_at" TIMESTAMPTZ(3),

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "user_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,
    "address" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "user_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "lead" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("user_id","team_id")
);

-- CreateTable
CREATE TABLE "ownership_rule" (
    "id" SERIAL NOT NULL,
    "priority" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "cluster" TEXT,
    "namespace" TEXT,
    "label_key" TEXT,
    "label_value" TEXT,
    "image" TEXT,
    "repository" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ownership_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" SERIAL NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "actions" TEXT[],
    "cluster_id" INTEGER,
    "team_id" INTEGER,
    "created_by" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key","window_start")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "actor_id" INTEGER,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "detail" JSONB,
    "request_id" TEXT,
    "previous" BYTEA,
    "hash" BYTEA,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "cluster" (
    "id" SERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "environment" TEXT NOT NULL DEFAULT 'production',
    "criticality" SMALLINT NOT NULL DEFAULT 10,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "inventory_at" TIMESTAMPTZ(3),
    "inventory_from" TIMESTAMPTZ(3),

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "place" (
    "id" SERIAL NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "namespace" TEXT NOT NULL,

    CONSTRAINT "place_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subject" (
    "id" SERIAL NOT NULL,
    "kind" SMALLINT NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "versioned" BOOLEAN NOT NULL,
    "unit" SMALLINT NOT NULL,
    "fix_team_id" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "subject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "asset" (
    "id" SERIAL NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "kind" SMALLINT NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "place_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scanned" INTEGER NOT NULL DEFAULT 0,
    "labels" JSONB,
    "attributes" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "gone_at" TIMESTAMPTZ(3),

    CONSTRAINT "asset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "asset_alias" (
    "key" TEXT NOT NULL,
    "asset_id" INTEGER NOT NULL,

    CONSTRAINT "asset_alias_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "placement" (
    "subject_id" INTEGER NOT NULL,
    "place_id" INTEGER NOT NULL,
    "asset_id" INTEGER NOT NULL,
    "workload_id" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "fix_team_id" INTEGER NOT NULL,
    "source" SMALLINT NOT NULL,
    "running" SMALLINT NOT NULL,
    "exposed" BOOLEAN NOT NULL,
    "since" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "placement_pkey" PRIMARY KEY ("subject_id","place_id","asset_id","workload_id")
);

-- CreateTable
CREATE TABLE "placement_past" (
    "id" BIGSERIAL NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "place_id" INTEGER NOT NULL,
    "asset_id" INTEGER NOT NULL,
    "workload_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "placement_past_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "exposure" (
    "cluster_id" INTEGER NOT NULL,
    "namespace" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "selector" JSONB,
    "exposed" BOOLEAN NOT NULL,
    "services" TEXT[],

    CONSTRAINT "exposure_pkey" PRIMARY KEY ("cluster_id","namespace","kind","name")
);

-- CreateTable
CREATE TABLE "tool" (
    "id" SMALLINT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "tool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "area" SMALLINT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "remediation" TEXT,
    "references" TEXT[],
    "controls" TEXT[],
    "kev" BOOLEAN NOT NULL DEFAULT false,
    "epss" REAL,
    "factor" SMALLINT NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rule_alias" (
    "alias" TEXT NOT NULL,
    "rule_id" INTEGER NOT NULL,

    CONSTRAINT "rule_alias_pkey" PRIMARY KEY ("alias")
);

-- CreateTable
CREATE TABLE "advisory" (
    "rule_id" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "source" SMALLINT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "cvss" JSONB,

    CONSTRAINT "advisory_pkey" PRIMARY KEY ("rule_id","by")
);

-- CreateTable
CREATE TABLE "scope" (
    "id" SERIAL NOT NULL,
    "tool_id" SMALLINT NOT NULL,
    "target_id" INTEGER NOT NULL,
    "class" SMALLINT NOT NULL,
    "profile" TEXT NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "assesses" INTEGER NOT NULL DEFAULT 0,
    "digest" TEXT,
    "report_id" BIGINT,
    "observed_at" TIMESTAMPTZ(3),
    "complete_at" TIMESTAMPTZ(3),
    "findings" INTEGER,
    "muted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "scope_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scope_seen" (
    "scope_id" INTEGER NOT NULL,
    "blob" BYTEA NOT NULL,

    CONSTRAINT "scope_seen_pkey" PRIMARY KEY ("scope_id")
);

-- CreateTable
CREATE TABLE "detection" (
    "asset_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "loc" BIGINT NOT NULL,
    "scope_id" INTEGER NOT NULL,
    "content_hash" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "tool_id" SMALLINT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "severity_source" SMALLINT NOT NULL,
    "fix_state" SMALLINT NOT NULL,
    "muted" BOOLEAN NOT NULL DEFAULT false,
    "evidence" JSONB NOT NULL,

    CONSTRAINT "detection_pkey" PRIMARY KEY ("asset_id","rule_id","loc","scope_id")
);

-- CreateTable
CREATE TABLE "report" (
    "id" BIGSERIAL NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "file_name" TEXT,
    "format" TEXT,
    "tool" TEXT,
    "tool_version" TEXT,
    "options" JSONB NOT NULL,
    "idempotency_key" TEXT,
    "digest" TEXT,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "bytes_done" BIGINT NOT NULL DEFAULT 0,
    "findings_done" INTEGER NOT NULL DEFAULT 0,
    "observed_at" TIMESTAMPTZ(3),
    "dated" BOOLEAN NOT NULL DEFAULT true,
    "scopes" INTEGER NOT NULL DEFAULT 0,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "result" JSONB,
    "error" JSONB,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "received_by" INTEGER,
    "token_id" INTEGER,

    CONSTRAINT "report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_chunk" (
    "report_id" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "report_chunk_pkey" PRIMARY KEY ("report_id","seq")
);

-- CreateTable
CREATE TABLE "held_closure" (
    "report_id" BIGINT NOT NULL,
    "scope_id" INTEGER NOT NULL,
    "asset_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "loc" BIGINT NOT NULL,

    CONSTRAINT "held_closure_pkey" PRIMARY KEY ("scope_id","asset_id","rule_id","loc")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" BIGSERIAL NOT NULL,
    "subject_id" INTEGER NOT NULL,
    "place_id" INTEGER NOT NULL,
    "rule_id" INTEGER NOT NULL,
    "loc" BIGINT NOT NULL,
    "team_id" INTEGER NOT NULL,
    "fix_team_id" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "kind" SMALLINT NOT NULL,
    "area" SMALLINT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "state" SMALLINT NOT NULL,
    "presence" SMALLINT NOT NULL,
    "decision" SMALLINT NOT NULL DEFAULT 0,
    "work" SMALLINT NOT NULL DEFAULT 0,
    "awaiting" BOOLEAN NOT NULL DEFAULT false,
    "fix_state" SMALLINT NOT NULL,
    "flags" SMALLINT NOT NULL DEFAULT 0,
    "points" INTEGER NOT NULL,
    "places" INTEGER NOT NULL,
    "witnesses" BIGINT NOT NULL,
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "state_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "assignee_id" INTEGER,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding_event" (
    "id" BIGSERIAL NOT NULL,
    "finding_id" BIGINT NOT NULL,
    "axis" SMALLINT NOT NULL,
    "before" INTEGER,
    "after" INTEGER,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "report_id" BIGINT,
    "actor_id" INTEGER,

    CONSTRAINT "finding_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "posture_count" (
    "place_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "fix_team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "kind" SMALLINT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "state" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "n" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,
    "kev" BIGINT NOT NULL,
    "exposed_kev" BIGINT NOT NULL,
    "fixable" BIGINT NOT NULL,

    CONSTRAINT "posture_count_pkey" PRIMARY KEY ("place_id","team_id","fix_team_id","area","kind","severity","state","unit")
);

-- CreateTable
CREATE TABLE "unit_count" (
    "place_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "assessed" INTEGER NOT NULL,
    "observed_at" TIMESTAMPTZ(3),

    CONSTRAINT "unit_count_pkey" PRIMARY KEY ("place_id","team_id","area","unit")
);

-- CreateTable
CREATE TABLE "posture_day" (
    "day" DATE NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "fix_team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "severity" SMALLINT NOT NULL,
    "state" SMALLINT NOT NULL,
    "n" BIGINT NOT NULL,
    "points" BIGINT NOT NULL,

    CONSTRAINT "posture_day_pkey" PRIMARY KEY ("day","cluster_id","team_id","fix_team_id","area","unit","severity","state")
);

-- CreateTable
CREATE TABLE "unit_day" (
    "day" DATE NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "team_id" INTEGER NOT NULL,
    "area" SMALLINT NOT NULL,
    "unit" SMALLINT NOT NULL,
    "total" INTEGER NOT NULL,
    "assessed" INTEGER NOT NULL,
    "observed_at" TIMESTAMPTZ(3),
    "version" SMALLINT NOT NULL,

    CONSTRAINT "unit_day_pkey" PRIMARY KEY ("day","cluster_id","team_id","area","unit")
);

-- CreateTable
CREATE TABLE "sla_policy" (
    "severity" SMALLINT NOT NULL,
    "exploited" BOOLEAN NOT NULL,
    "days" INTEGER,

    CONSTRAINT "sla_policy_pkey" PRIMARY KEY ("severity","exploited")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "team_slug_key" ON "team"("slug");

-- CreateIndex
CREATE INDEX "membership_team_id_idx" ON "membership"("team_id");

-- CreateIndex
CREATE INDEX "ownership_rule_priority_id_idx" ON "ownership_rule"("priority", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_slug_key" ON "cluster"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "place_cluster_id_namespace_key" ON "place"("cluster_id", "namespace");

-- CreateIndex
CREATE UNIQUE INDEX "subject_cluster_id_key_key" ON "subject"("cluster_id", "key");

-- CreateIndex
CREATE INDEX "asset_subject_id_idx" ON "asset"("subject_id");

-- CreateIndex
CREATE INDEX "asset_place_id_idx" ON "asset"("place_id");

-- CreateIndex
CREATE UNIQUE INDEX "asset_cluster_id_key_key" ON "asset"("cluster_id", "key");

-- CreateIndex
CREATE INDEX "asset_alias_asset_id_idx" ON "asset_alias"("asset_id");

-- CreateIndex
CREATE INDEX "placement_place_id_idx" ON "placement"("place_id");

-- CreateIndex
CREATE INDEX "placement_asset_id_idx" ON "placement"("asset_id");

-- CreateIndex
CREATE INDEX "placement_workload_id_idx" ON "placement"("workload_id");

-- CreateIndex
CREATE INDEX "placement_cluster_id_team_id_idx" ON "placement"("cluster_id", "team_id");

-- CreateIndex
CREATE INDEX "placement_past_subject_id_place_id_idx" ON "placement_past"("subject_id", "place_id");

-- CreateIndex
CREATE UNIQUE INDEX "tool_name_key" ON "tool"("name");

-- CreateIndex
CREATE UNIQUE INDEX "rule_code_key" ON "rule"("code");

-- CreateIndex
CREATE INDEX "rule_alias_rule_id_idx" ON "rule_alias"("rule_id");

-- CreateIndex
CREATE INDEX "scope_cluster_id_idx" ON "scope"("cluster_id");

-- CreateIndex
CREATE UNIQUE INDEX "scope_target_id_class_tool_id_profile_key" ON "scope"("target_id", "class", "tool_id", "profile");

-- CreateIndex
CREATE INDEX "report_cluster_id_digest_idx" ON "report"("cluster_id", "digest");

-- CreateIndex
CREATE INDEX "report_received_at_idx" ON "report"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "report_cluster_id_idempotency_key_key" ON "report"("cluster_id", "idempotency_key");

-- CreateIndex
CREATE INDEX "held_closure_report_id_idx" ON "held_closure"("report_id");

-- CreateIndex
CREATE UNIQUE INDEX "finding_subject_id_place_id_rule_id_loc_team_id_key" ON "finding"("subject_id", "place_id", "rule_id", "loc", "team_id");

-- CreateIndex
CREATE INDEX "finding_event_finding_id_idx" ON "finding_event"("finding_id");

-- CreateIndex
CREATE INDEX "finding_event_recorded_at_idx" ON "finding_event"("recorded_at");

-- CreateIndex
CREATE INDEX "unit_count_cluster_id_idx" ON "unit_count"("cluster_id");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership_rule" ADD CONSTRAINT "ownership_rule_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ---------------------------------------------------------------- storage

-- These rows are updated in place again and again: leave room for heap-only updates.
ALTER TABLE "scope" SET (fillfactor = 70);
ALTER TABLE "posture_count" SET (fillfactor = 60);
ALTER TABLE "finding" SET (fillfactor = 90);
-- Packed hashes do not compress.
ALTER TABLE "scope_seen" ALTER COLUMN "blob" SET STORAGE EXTERNAL;
ALTER TABLE "report_chunk" ALTER COLUMN "data" SET STORAGE EXTERNAL;

-- ---------------------------------------------------------------- rows that are always there

INSERT INTO "place" ("id", "cluster_id", "namespace") VALUES (0, 0, '');
INSERT INTO "sla_policy" ("severity", "exploited", "days") VALUES
  (5, false, 7), (4, false, 30), (3, false, 90), (2, false, 90), (1, false, 180), (0, false, NULL),
  (5, true, 3), (4, true, 3), (3, true, 14), (2, true, 14), (1, true, 14), (0, true, NULL);

-- ---------------------------------------------------------------- the role that reads

-- Roles belong to the whole server, so the role may be there already, and two databases may race to make it.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'parapet_read') THEN
    CREATE ROLE parapet_read NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'parapet_read', 'SET') THEN
    EXECUTE format('GRANT parapet_read TO %I', current_user);
  END IF;
EXCEPTION WHEN invalid_parameter_value THEN -- PostgreSQL 15 knows no SET privilege
  EXECUTE format('GRANT parapet_read TO %I', current_user);
END $$;

GRANT USAGE ON SCHEMA public TO parapet_read;
GRANT SELECT ON
  "finding", "finding_event", "posture_count", "posture_day", "unit_count", "unit_day", "placement", "placement_past",
  "subject", "asset", "asset_alias", "place", "cluster", "team", "detection", "scope", "report", "held_closure",
  "rule", "rule_alias", "advisory", "tool", "membership", "audit_entry", "sla_policy", "exposure"
  TO parapet_read;
GRANT SELECT ("id", "name", "role", "disabled_at") ON "user" TO parapet_read;

-- ---------------------------------------------------------------- row-level security

-- The scope is a local setting of the transaction: '*' or a list of team ids. Unset means: nothing.
-- Each policy asks in sub-selects, which are evaluated once per statement. A plain call is evaluated per row.
CREATE FUNCTION scope_is_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT current_setting('parapet.teams', true) = '*' $$;
CREATE FUNCTION scope_teams() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('parapet.teams', true) = '*' THEN '{}'::int[]
              ELSE string_to_array(current_setting('parapet.teams', true), ',')::int[] END $$;
CREATE FUNCTION scope_user() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('parapet.user_id', true), '')::int $$;

CREATE FUNCTION scope_token() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('parapet.token_id', true), '')::int $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['finding', 'posture_count', 'posture_day', 'placement'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY scoped ON %I FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
      OR team_id = ANY ((SELECT scope_teams())::int[]) OR fix_team_id = ANY ((SELECT scope_teams())::int[]))', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['unit_count', 'unit_day', 'placement_past', 'membership'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY scoped ON %I FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
      OR team_id = ANY ((SELECT scope_teams())::int[]))', t);
  END LOOP;
END $$;

-- What hangs on a placement is seen by whoever sees the placement. Its own policy applies inside.
ALTER TABLE "subject" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "subject" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR fix_team_id = ANY ((SELECT scope_teams())::int[])
  OR EXISTS (SELECT 1 FROM placement p WHERE p.subject_id = "subject".id));
ALTER TABLE "asset" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "asset" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = "asset".id)
  OR EXISTS (SELECT 1 FROM placement p WHERE p.workload_id = "asset".id));
ALTER TABLE "asset_alias" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "asset_alias" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = "asset_alias".asset_id));
ALTER TABLE "detection" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "detection" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = "detection".asset_id));
ALTER TABLE "scope" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "scope" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.asset_id = "scope".target_id));
ALTER TABLE "place" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "place" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.place_id = "place".id));
ALTER TABLE "cluster" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "cluster" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM placement p WHERE p.cluster_id = "cluster".id));
ALTER TABLE "team" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "team" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR id = ANY ((SELECT scope_teams())::int[])
  OR EXISTS (SELECT 1 FROM placement p WHERE p.team_id = "team".id)
  OR EXISTS (SELECT 1 FROM placement p WHERE p.fix_team_id = "team".id));
ALTER TABLE "exposure" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "exposure" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM place q JOIN placement p ON p.place_id = q.id
             WHERE q.cluster_id = "exposure".cluster_id AND q.namespace = "exposure".namespace));
ALTER TABLE "finding_event" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "finding_event" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR EXISTS (SELECT 1 FROM finding f WHERE f.id = "finding_event".finding_id));
ALTER TABLE "report" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "report" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR received_by = (SELECT scope_user()) OR token_id = (SELECT scope_token()));
ALTER TABLE "held_closure" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "held_closure" FOR SELECT TO parapet_read USING ((SELECT scope_is_all()));
ALTER TABLE "audit_entry" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "audit_entry" FOR SELECT TO parapet_read USING ((SELECT scope_is_all()));
ALTER TABLE "user" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "user" FOR SELECT TO parapet_read USING ((SELECT scope_is_all())
  OR id = (SELECT scope_user()) OR EXISTS (SELECT 1 FROM membership m WHERE m.user_id = "user".id));
