import type { Pool, PoolClient } from "pg";
import { alone } from "@/lib/db/alone";
import { transaction } from "@/lib/db/transaction";
import { disableAfter, giveUpAfter, retrySeconds } from "@/lib/domain/notice/backoff";
import { log } from "@/lib/telemetry/log";
import { noteFailed } from "../integration/health";
import { findIntegration, type Stored } from "../integration/store";
import { NotSent, reasonOf } from "../outgoing/refused";
import { enqueueLanes } from "./lanes";
import type { Outgoing } from "./message";
import { raise } from "./raise";
import { sendMail } from "./send-mail";
import { sendWebhook } from "./send-webhook";

/** Namespace of the advisory locks that say "this lane is in work"; they end with the session. */
const LANE = 72_651;

interface Waiting {
  id: string;
  integrationId: number;
  userId: number | null;
  payload: Outgoing;
  attempts: number;
  createdAt: Date;
  nextAt: Date;
}

/**
 * Sends what waits in a lane, the oldest first, and stops at the first that fails: order holds, and what is behind it
 * waits for the next try. Each is sent until the far side says that it has it; whoever is killed between that and writing
 * it down sends it once more, with the same event id.
 */
export async function deliverLane(pool: Pool, lane: string, now = () => new Date()): Promise<void> {
  // Somebody else who is at it looks again each minute.
  await alone(
    pool,
    LANE,
    async (client) => {
      while (await deliverNext(pool, client, lane, now));
    },
    lane,
  );
}

/** true: go on with the next one. */
async function deliverNext(pool: Pool, client: PoolClient, lane: string, now: () => Date): Promise<boolean> {
  const { rows } = await client.query<Waiting>(
    `SELECT id::text, integration_id AS "integrationId", user_id AS "userId", payload, attempts, created_at AS "createdAt", next_at AS "nextAt"
     FROM notice_delivery d WHERE lane = $1 AND delivered_at IS NULL AND failed_at IS NULL ORDER BY d.id LIMIT 1`,
    [lane],
  );
  const next = rows[0];
  if (!next || next.nextAt > now()) return false;
  try {
    const integration = await findIntegration(client, next.integrationId);
    if (!integration || integration.disabledAt) return false;
    await sendOne(client, integration, next, now());
  } catch (error) {
    return failed(pool, next, lane, error, now());
  }
  await client.query(
    `WITH sent AS (UPDATE notice_delivery SET delivered_at = $2, tried_at = $2, attempts = attempts + 1, error = NULL WHERE id = $1)
     UPDATE integration SET last_ok_at = $2, failing_since = NULL WHERE id = $3`,
    [next.id, now(), next.integrationId],
  );
  return true;
}

async function sendOne(client: PoolClient, integration: Stored, one: Waiting, now: Date): Promise<void> {
  if (integration.kind === "slack" || integration.kind === "webhook") return sendWebhook(integration, one.payload, now);
  if (integration.kind !== "smtp") throw new NotSent("nothing is sent there", null, true);
  const { rows } = await client.query<{ name: string; email: string }>(
    `SELECT name, email FROM "user" WHERE id = $1 AND disabled_at IS NULL`,
    [one.userId],
  );
  if (!rows[0]) throw new NotSent("this person no longer signs in", null, true);
  await sendMail(integration, rows[0], one.payload);
}

/** Writes down how it failed and when it is tried again. A message that is refused as such gives way to the next one. */
async function failed(pool: Pool, one: Waiting, lane: string, error: unknown, now: Date): Promise<boolean> {
  const reason = reasonOf(error);
  const told = error instanceof NotSent ? error : null;
  const isMail = one.userId !== null;
  const age = (now.getTime() - one.createdAt.getTime()) / 1000;
  const givenUp = told?.final === true && (isMail || age >= giveUpAfter);
  const wait = Math.max(retrySeconds(one.attempts + 1), told?.retryAfter ?? 0);
  const nextAt = new Date(now.getTime() + wait * 1000);
  log().warn({ lane, delivery: one.id, attempts: one.attempts + 1, reason }, "a notice could not be delivered");
  await transaction(async (client) => {
    await client.query(
      `UPDATE notice_delivery SET attempts = least(attempts + 1, 30000), tried_at = $2, error = $3, next_at = $4, failed_at = CASE WHEN $5 THEN $2::timestamptz END
       WHERE id = $1`,
      [one.id, now, reason, nextAt, givenUp],
    );
    // A recipient that the server does not want says nothing against the server.
    if (!(isMail && told?.final)) await blame(client, one.integrationId, reason, now, told?.status === 410);
    if (!givenUp) await enqueueLanes(client, [lane], nextAt);
  }, pool);
  return givenUp;
}

/** Notes the failure of an integration, and switches it off when it has failed for days, or says that it is gone. */
async function blame(client: PoolClient, id: number, reason: string, now: Date, gone: boolean): Promise<void> {
  const failing = await noteFailed(client, id, reason, now);
  if (!failing) return;
  if (!gone && now.getTime() - failing.since.getTime() < disableAfter * 1000) return;
  const why = gone
    ? "it says that it is gone for good (410)"
    : `it failed for ${disableAfter / 86_400} days: ${reason}`;
  await client.query("UPDATE integration SET disabled_at = $2, disabled_for = $3 WHERE id = $1", [id, now, why]);
  await raise(client, {
    ...{ kind: "integration_disabled", subject: `integration:${id}`, at: now },
    data: { title: failing.name, reason: why },
  });
}

/** Lanes in which something is due, whatever became of their jobs. */
export async function sweepLanes(pool: Pool, now = new Date()): Promise<void> {
  await transaction(async (client) => {
    const { rows } = await client.query<{ lane: string }>(
      `SELECT DISTINCT d.lane FROM notice_delivery d JOIN integration i ON i.id = d.integration_id AND i.disabled_at IS NULL
       WHERE d.delivered_at IS NULL AND d.failed_at IS NULL AND d.next_at <= $1`,
      [now],
    );
    if (rows.length > 0)
      await enqueueLanes(
        client,
        rows.map(({ lane }) => lane),
      );
  }, pool);
}
