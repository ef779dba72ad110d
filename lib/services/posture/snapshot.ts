import type { Pool } from "pg";
import { refreshUnits } from "./refresh-units";

/**
 * Keeps the units of all clusters as they were at the end of a day (ISO date). The day tables of findings need nothing of
 * the sort: the merge keeps them.
 */
export async function takeSnapshot(pool: Pool, day: string): Promise<void> {
  const { rows } = await pool.query<{ id: number }>("SELECT 0 AS id UNION ALL SELECT id FROM cluster ORDER BY id");
  for (const { id } of rows) await refreshUnits(pool, id, new Date(`${day}T23:59:59Z`));
}
