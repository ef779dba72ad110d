import type { Pool } from "pg";

/** How far the sample data is; kept with it, so that an interrupted run goes on where it was. */
export interface DemoState {
  /** The now that the past is told from. ISO. */
  now: string;
  /** Steps that are done, and how many there are. */
  step: number;
  steps: number;
  done: boolean;
}

const key = "demo";

export async function readState(pool: Pool): Promise<DemoState | null> {
  const { rows } = await pool.query<{ value: DemoState }>("SELECT value FROM setting WHERE key = $1", [key]);
  return rows[0]?.value ?? null;
}

export async function writeState(pool: Pool, state: DemoState): Promise<void> {
  await pool.query(
    "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now()",
    [key, JSON.stringify(state)],
  );
}
