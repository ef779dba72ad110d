import type { Pool } from "pg";
import { transaction } from "../../db/transaction";
import { defaultFreshnessDays } from "../../domain/score/evidence";
import { lockCatalogue } from "../../ingest/locks";

/** Days without an event after which a runtime finding is quiet, which is not fixed. */
export const QUIET_DAYS = 14;

/**
 * What time alone changes, hourly: runtime findings that fell quiet, and stale witnesses that a fresh complete one of
 * the same class contradicts.
 */
export async function age(pool: Pool, now = new Date()): Promise<void> {
  await quietRuntime(pool, now);
  await derived(pool, "stale_mute", now, defaultFreshnessDays);
}

/** Marks runtime findings without an event for fourteen days as quiet; the next event brings them back. */
export async function quietRuntime(pool: Pool, now = new Date()): Promise<void> {
  await derived(pool, "quiet_mark", now, QUIET_DAYS);
}

/** Each takes effect when its days were over, however late this runs. */
async function derived(pool: Pool, mark: "quiet_mark" | "stale_mute", now: Date, days: number): Promise<void> {
  await transaction(async (client) => {
    await lockCatalogue(client);
    await client.query("SELECT merge_begin()");
    await client.query(`SELECT ${mark}($1, $2)`, [now, days]);
    await client.query("SELECT merge_derive()");
    await client.query("SELECT merge_flush()");
  }, pool);
}
