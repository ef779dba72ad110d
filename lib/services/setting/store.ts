import type { Pool, PoolClient } from "pg";

/** What is kept under a key, as it was given to `keepSetting`; null: nothing is. */
export async function readSetting<T>(db: Pool | PoolClient, key: string): Promise<T | null> {
  const { rows } = await db.query<{ value: T }>("SELECT value FROM setting WHERE key = $1", [key]);
  return rows[0]?.value ?? null;
}

/** Keeps a value, which has to be plain JSON, under a key, in place of what was there. */
export async function keepSetting(db: Pool | PoolClient, key: string, value: unknown): Promise<void> {
  await db.query(
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()",
    [key, JSON.stringify(value)],
  );
}
