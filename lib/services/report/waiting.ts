import type { Pool } from "pg";

/** Does a report wait for its import, or is one in work? What is derived from findings lets them go first. */
export async function importsWait(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ waiting: boolean }>({
    name: "imports-wait",
    text: "SELECT EXISTS (SELECT 1 FROM report WHERE state IN ('queued', 'processing')) AS waiting",
  });
  return rows[0]?.waiting ?? false;
}
