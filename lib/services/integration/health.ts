import type { Pool, PoolClient } from "pg";

/** An integration answered as it should. */
export async function noteWorked(db: Pool | PoolClient, id: number, now: Date): Promise<void> {
  await db.query("UPDATE integration SET last_ok_at = $2, failing_since = NULL WHERE id = $1", [id, now]);
}

/** One that is switched on did not; gives its name and since when it fails. null: it is switched off. */
export async function noteFailed(
  db: Pool | PoolClient,
  id: number,
  reason: string,
  now: Date,
): Promise<{ name: string; since: Date } | null> {
  const { rows } = await db.query<{ name: string; since: Date }>(
    `UPDATE integration SET failing_since = coalesce(failing_since, $2), last_error = $3, last_error_at = $2
     WHERE id = $1 AND disabled_at IS NULL RETURNING name, failing_since AS since`,
    [id, now, reason],
  );
  return rows[0] ?? null;
}
