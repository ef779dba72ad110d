import type { Pool } from "pg";

const keyOf = (integrationId: number) => `tracker.pause.${integrationId}`;

/** Until then nothing is asked of the tracker: it said so, and every replica keeps to it. */
export async function pause(pool: Pool, integrationId: number, until: Date): Promise<void> {
  await pool.query(
    "INSERT INTO setting (key, value) VALUES ($1, to_jsonb($2::text)) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()",
    [keyOf(integrationId), until.toISOString()],
  );
}

export async function isPaused(pool: Pool, integrationId: number, now: Date): Promise<boolean> {
  const { rows } = await pool.query<{ until: string }>("SELECT value #>> '{}' AS until FROM setting WHERE key = $1", [
    keyOf(integrationId),
  ]);
  return rows[0] !== undefined && new Date(rows[0].until) > now;
}
