import type { Pool } from "pg";
import { systemActor } from "@/lib/authz/actor";
import { transaction } from "@/lib/db/transaction";
import { appendAudit } from "../audit/append";
import { holdMerges } from "./hold";
import { type Ending, tellExpired, tellExpiring } from "./tell";

/** Days before its end that whoever asked for an exception is reminded. */
export const REMIND_DAYS = 7;

const actor = systemActor("exceptions");
const columns = `x.id, r.code AS rule, x.team_id AS "teamId", x.requested_by AS "requestedBy", x.expires_at AS "expiresAt"`;

/**
 * Hourly: ends what has come to its end, so that what it decided on is open again from that moment on, however late this
 * runs; ends requests that nobody decided on in time; and reminds of what ends soon, once.
 * @param now the clock
 */
export async function expireExceptions(pool: Pool, now = new Date()): Promise<void> {
  const { rows } = await pool.query<{ id: number }>(
    "SELECT id FROM exception WHERE state IN (0, 1) AND expires_at <= $1 ORDER BY expires_at, id",
    [now],
  );
  for (const { id } of rows) await expire(pool, id, now);
  await remind(pool, now);
}

async function expire(pool: Pool, id: number, now: Date): Promise<void> {
  await transaction(async (client) => {
    await holdMerges(client, id, 300);
    const { rows } = await client.query<Ending & { state: number }>(
      `SELECT ${columns}, x.state FROM exception x JOIN rule r ON r.id = x.rule_id WHERE x.id = $1 AND x.state IN (0, 1) AND x.expires_at <= $2 FOR UPDATE OF x`,
      [id, now],
    );
    const due = rows[0];
    if (!due) return;
    if (due.state === 1) {
      await client.query("SELECT merge_begin()");
      await client.query("SELECT exception_end($1, 5, $2, NULL)", [id, due.expiresAt]);
      await client.query("SELECT merge_flush()");
    } else await client.query("UPDATE exception SET state = 5, ended_at = expires_at WHERE id = $1", [id]);
    await tellExpired(client, due);
    await appendAudit(client, actor, [
      {
        action: "exception.expire",
        target: `exception:${id} ${due.rule}`,
        detail: { before: due.state === 1 ? "approved" : "pending" },
      },
    ]);
  }, pool);
}

async function remind(pool: Pool, now: Date): Promise<void> {
  await transaction(async (client) => {
    const { rows } = await client.query<Ending>(
      `UPDATE exception x SET reminded_at = $1 FROM rule r WHERE r.id = x.rule_id AND x.state = 1 AND x.reminded_at IS NULL
         AND x.expires_at <= $1::timestamptz + make_interval(days => $2)
         AND NOT EXISTS (SELECT 1 FROM exception n WHERE n.renews_id = x.id AND n.state IN (0, 1)) RETURNING ${columns}`,
      [now, REMIND_DAYS],
    );
    for (const due of rows) await tellExpiring(client, due, now);
  }, pool);
}
