import type { Pool } from "pg";
import { transaction } from "../../db/transaction";
import { lockCatalogue } from "../../ingest/locks";

/** Days without an event after which a runtime finding is quiet, which is not fixed. */
export const QUIET_DAYS = 14;

/** Marks runtime findings without an event for fourteen days as quiet; the next event brings them back. */
export async function quietRuntime(pool: Pool, now = new Date()): Promise<void> {
  await transaction(async (client) => {
    await lockCatalogue(client);
    await client.query("SELECT merge_begin()");
    await client.query("SELECT quiet_mark($1)", [new Date(now.getTime() - QUIET_DAYS * 86_400_000)]);
    await client.query("SELECT merge_derive()");
    await client.query("SELECT merge_flush()");
  }, pool);
}
