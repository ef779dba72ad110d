import type { Pool } from "pg";
import { transaction } from "../../db/transaction";
import { isPresent } from "../../domain/lifecycle/state";
import { states } from "../../domain/vocabulary";

/** Version of the score's formula that the snapshots belong to. */
const VERSION = 1;

/** Codes of the states that weigh in a score: what is there, but for false positives and what is mitigated. */
const COUNTED = states.list
  .filter((state) => isPresent(state) && state !== "false_positive" && state !== "mitigated")
  .map((state) => states.code(state));

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
      `INSERT INTO unit_day (day, cluster_id, team_id, area, unit, total, assessed, observed_at, version, points)
       SELECT $1::date, u.*, $2::smallint, coalesce(p.points, 0)
       FROM (SELECT cluster_id, team_id, area, unit, sum(total), sum(assessed), max(observed_at) FROM unit_count GROUP BY 1, 2, 3, 4) u
       LEFT JOIN (SELECT cluster_id, team_id, area, unit, sum(points) AS points FROM posture_sum
                  WHERE state = ANY ($3::smallint[]) GROUP BY 1, 2, 3, 4) p USING (cluster_id, team_id, area, unit)`,
      [day, VERSION, COUNTED],
    );
  }, pool);
}
