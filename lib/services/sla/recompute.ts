import type { Pool } from "pg";
import { transaction } from "../../db/transaction";
import { lockCatalogue } from "../../ingest/locks";

/** Ids at a time: imports wait for one step, not for the whole. */
const STEP = 20_000;

/**
 * After the policy or the environment of a cluster changed: due dates follow, counted from the same start of the clock.
 * Idempotent, so it goes on where it was stopped.
 * @returns how many changed
 */
export async function recomputeDue(
  pool: Pool,
  { actorId = null, at = new Date() }: { actorId?: number | null; at?: Date } = {},
): Promise<number> {
  const { rows } = await pool.query<{ last: string | null }>("SELECT max(id)::text AS last FROM finding");
  let changed = 0;
  for (let from = 1; from <= Number(rows[0]?.last ?? 0); from += STEP)
    changed += await transaction(async (client) => {
      await lockCatalogue(client);
      const { rows: done } = await client.query<{ n: string }>("SELECT due_recompute($1, $2, $3, $4)::text AS n", [
        from,
        from + STEP - 1,
        at,
        actorId,
      ]);
      return Number(done[0]?.n ?? 0);
    }, pool);
  return changed;
}
