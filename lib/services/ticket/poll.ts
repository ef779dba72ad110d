import type { Pool } from "pg";
import { log } from "@/lib/telemetry/log";
import { noteFailed, noteWorked } from "../integration/health";
import { integrationsOf, type Stored } from "../integration/store";
import { NotSent, reasonOf } from "../outgoing/refused";
import { keepSetting, readSetting } from "../setting/store";
import { followIssue } from "./follow";
import { isPaused, pause } from "./pause";
import { syncTicket } from "./sync";
import type { TicketRef } from "./tracker";
import { trackerOf } from "./trackers";

/** Asks each repository that has tickets what changed there, and tries again what failed and is due. */
export async function pollTickets(pool: Pool, now = () => new Date()): Promise<void> {
  for (const integration of await integrationsOf(pool, "github")) {
    const { rows } = await pool.query<{ repository: string; since: Date }>(
      `SELECT repository, min(created_at) AS since FROM ticket WHERE integration_id = $1 AND number IS NOT NULL GROUP BY 1 ORDER BY 1`,
      [integration.id],
    );
    for (const { repository, since } of rows) {
      if (await isPaused(pool, integration.id, now())) break;
      await pollOne(pool, integration, repository, since, now());
    }
  }
  const { rows } = await pool.query<{ id: number }>(
    "SELECT remediation_id::int AS id FROM ticket WHERE next_at <= $1 ORDER BY next_at LIMIT 200",
    [now()],
  );
  for (const { id } of rows) await syncTicket(pool, id, now);
}

async function pollOne(
  pool: Pool,
  integration: Stored<"github">,
  repository: string,
  since: Date,
  now: Date,
): Promise<void> {
  const key = `tracker.cursor.${integration.id}.${repository}`;
  const last = await readSetting<string>(pool, key);
  try {
    const { items, cursor } = await trackerOf(integration).changes(repository, last, since);
    for (const seen of items) await followIssue(pool, integration.id, seen, now);
    if (cursor !== null) await keepSetting(pool, key, cursor);
    await noteWorked(pool, integration.id, now);
  } catch (error) {
    const reason = reasonOf(error);
    if (error instanceof NotSent && error.retryAfter)
      await pause(pool, integration.id, new Date(now.getTime() + error.retryAfter * 1000));
    log().warn({ integration: integration.id, repository, reason }, "a tracker could not be asked");
    await noteFailed(pool, integration.id, reason, now);
  }
}

/** Asks about one issue: a webhook is a hint, and what the tracker answers is what counts. */
export async function pullTicket(pool: Pool, integrationId: number, ref: TicketRef, now = new Date()): Promise<void> {
  const integration = (await integrationsOf(pool, "github")).find(({ id }) => id === integrationId);
  if (!integration) return;
  // The next poll has it, where this is not the time to ask.
  if (await isPaused(pool, integrationId, now)) return;
  await followIssue(pool, integrationId, await trackerOf(integration).get(ref), now);
}
