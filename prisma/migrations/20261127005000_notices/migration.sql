-- What is told to people. An event is one row, written in the transaction of what happened; a job works out whom it
-- concerns and hands it to inboxes and endpoints. Names and numbers only, never evidence.
CREATE TABLE "notice_event" (
    "id" BIGSERIAL NOT NULL,
    "uid" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "subject" TEXT NOT NULL,
    "team_ids" INTEGER[],
    "user_ids" INTEGER[],
    "actor_id" INTEGER,
    "severity" SMALLINT,
    "data" JSONB NOT NULL,
    "key" TEXT,
    "dispatched_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_event_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "notice" (
    "id" BIGSERIAL NOT NULL,
    "user_id" INTEGER NOT NULL,
    "event_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "team_ids" INTEGER[],
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "integration" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "secret" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_for" TEXT,
    "failing_since" TIMESTAMPTZ(3),
    "last_ok_at" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "last_error_at" TIMESTAMPTZ(3),

    CONSTRAINT "integration_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "notice_delivery" (
    "id" BIGSERIAL NOT NULL,
    "lane" TEXT NOT NULL,
    "integration_id" INTEGER NOT NULL,
    "user_id" INTEGER,
    "event_id" BIGINT NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "tried_at" TIMESTAMPTZ(3),
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "delivered_at" TIMESTAMPTZ(3),
    "failed_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "notice_delivery_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "notification_rule" (
    "id" SERIAL NOT NULL,
    "role" SMALLINT,
    "team_id" INTEGER,
    "user_id" INTEGER,
    "integration_id" INTEGER,
    "kinds" TEXT[],
    "min_severity" SMALLINT NOT NULL DEFAULT 0,
    "timing" TEXT NOT NULL,
    "hour" SMALLINT NOT NULL DEFAULT 8,
    "weekday" SMALLINT NOT NULL DEFAULT 1,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "email" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_rule_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "notice_preference" (
    "user_id" INTEGER NOT NULL,
    "muted" TEXT[],
    "email" TEXT NOT NULL,
    "min_severity" SMALLINT NOT NULL,
    "digest" TEXT NOT NULL,
    "hour" SMALLINT NOT NULL,
    "weekday" SMALLINT NOT NULL,
    "time_zone" TEXT NOT NULL,

    CONSTRAINT "notice_preference_pkey" PRIMARY KEY ("user_id")
);
CREATE TABLE "notice_digest" (
    "recipient" TEXT NOT NULL,
    "finding_id" BIGINT NOT NULL,
    "event_id" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_digest_pkey" PRIMARY KEY ("recipient")
);
CREATE TABLE "notice_mark" (
    "at" TIMESTAMPTZ(6) NOT NULL,
    "finding_id" BIGINT NOT NULL,
    "event_id" BIGINT NOT NULL,

    CONSTRAINT "notice_mark_pkey" PRIMARY KEY ("at")
);
CREATE TABLE "ticket" (
    "remediation_id" BIGINT NOT NULL,
    "integration_id" INTEGER NOT NULL,
    "repository" TEXT NOT NULL,
    "number" INTEGER,
    "url" TEXT,
    "state" TEXT NOT NULL DEFAULT 'open',
    "sent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "synced_at" TIMESTAMPTZ(3),
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "ticket_pkey" PRIMARY KEY ("remediation_id")
);
CREATE UNIQUE INDEX "notice_event_uid_key" ON "notice_event"("uid");
CREATE UNIQUE INDEX "notice_event_key_key" ON "notice_event"("key");
CREATE INDEX "notice_event_waiting" ON "notice_event"("id") WHERE "dispatched_at" IS NULL;
CREATE UNIQUE INDEX "notice_user_id_event_id_key" ON "notice"("user_id", "event_id");
CREATE INDEX "notice_user_id_id_idx" ON "notice"("user_id", "id");
CREATE INDEX "notice_event_id_idx" ON "notice"("event_id");
CREATE INDEX "notice_unread" ON "notice"("user_id", "id") WHERE "read_at" IS NULL;
CREATE UNIQUE INDEX "notice_delivery_lane_event_id_key" ON "notice_delivery"("lane", "event_id");
CREATE INDEX "notice_delivery_integration_id_id_idx" ON "notice_delivery"("integration_id", "id");
CREATE INDEX "notice_delivery_waiting" ON "notice_delivery"("lane", "id") WHERE "delivered_at" IS NULL AND "failed_at" IS NULL;
CREATE INDEX "notification_rule_team_id_idx" ON "notification_rule"("team_id");
CREATE INDEX "notification_rule_integration_id_idx" ON "notification_rule"("integration_id");
CREATE INDEX "notice_digest_next_at_idx" ON "notice_digest"("next_at");
CREATE UNIQUE INDEX "ticket_integration_id_repository_number_key" ON "ticket"("integration_id", "repository", "number");

-- An inbox is its owner's alone, and tells nothing of teams that they have left.
GRANT SELECT ON "notice", "notice_event" TO parapet_read;
ALTER TABLE "notice" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "notice" FOR SELECT TO parapet_read USING (user_id = (SELECT scope_user())
  AND ((SELECT scope_is_all()) OR team_ids = '{}' OR team_ids && (SELECT scope_teams())::int[]));
ALTER TABLE "notice_event" ENABLE ROW LEVEL SECURITY;
CREATE POLICY scoped ON "notice_event" FOR SELECT TO parapet_read
  USING (EXISTS (SELECT 1 FROM notice n WHERE n.event_id = "notice_event".id));
-- The rest is read by services for those whom the rights table lets, never by the reading role.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['integration', 'notice_delivery', 'notification_rule', 'notice_preference', 'notice_digest',
    'notice_mark', 'ticket'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
  END LOOP;
END $$;
