import type { Pool } from "pg";
import { transaction } from "../../db/transaction";

/** Version of the score's formula that the snapshots belong to. */
const VERSION = 1;

/** Keeps the roll-up of a day (ISO date) for comparison and trends; taking it again replaces it. */
export async function takeSnapshot(pool: Pool, day: string): Promise<void> {
  await transaction(async (client) => {
    await client.query("DELETE FROM posture_day WHERE day = $1", [day]);
    await client.query("DELETE FROM unit_day WHERE day = $1", [day]);
    await client.query(
      `INSERT INTO posture_day (day, cluster_id, team_id, fix_team_id, area, unit, severity, state, n, points)
       SELECT $1::date, cluster_id, team_id, fix_team_id, area, unit, severity, state, sum(n), sum(points) FROM posture_count
       GROUP BY 2, 3, 4, 5, 6, 7, 8 HAVING sum(n) <> 0`,
      [day],
    );
    await client.query(
      `INSERT INTO unit_day (day, cluster_id, team_id, area, unit, total, assessed, observed_at, version)
       SELECT $1::date, cluster_id, team_id, area, unit, sum(total), sum(assessed), max(observed_at), $2 FROM unit_count GROUP BY 2, 3, 4, 5`,
      [day, VERSION],
    );
  }, pool);
}
