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
  await derived(pool, "stale_mute", defaultFreshnessDays, now);
}

/** Marks runtime findings without an event for fourteen days as quiet; the next event brings them back. */
export async function quietRuntime(pool: Pool, now = new Date()): Promise<void> {
  await derived(pool, "quiet_mark", QUIET_DAYS, now);
}

/** @param now the journal says that it was then */
async function derived(pool: Pool, mark: "quiet_mark" | "stale_mute", days: number, now: Date): Promise<void> {
  await transaction(async (client) => {
    await lockCatalogue(client);
    await client.query("SELECT merge_begin()");
    await client.query(`SELECT ${mark}($1, $2)`, [new Date(now.getTime() - days * 86_400_000), now]);
    await client.query("SELECT merge_derive()");
    await client.query("SELECT merge_flush()");
  }, pool);
}
