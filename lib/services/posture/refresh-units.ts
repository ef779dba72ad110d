import type { Pool } from "pg";
import { transaction } from "../../db/transaction";
import { scoreVersion } from "../../domain/score/version";

/** Namespace of the advisory locks that let one refresh of a cluster follow the other. */
const UNITS = 72_004;

/**
 * Counts the units of a cluster (0: of what runs nowhere), and for which areas there is evidence about them; see
 * units_refresh() in the migrations. Cheap: in proportion to the placements of the cluster. What differs from the days
 * before is kept for the day of `at`, when the evidence was observed. What its sources spoke of is counted with it. Then
 * follow the totals of the days that merges touched, and the sums of now.
 */
export async function refreshUnits(pool: Pool, clusterId: number, at = new Date()): Promise<void> {
  await transaction(async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1, $2)", [UNITS, clusterId]);
    await client.query("SELECT units_refresh($1)", [clusterId]);
    await client.query("SELECT units_day($1, $2, $3)", [clusterId, at, scoreVersion]);
    await client.query("SELECT sources_count($1)", [clusterId]);
  }, pool);
  await pool.query("SELECT history_totals()");
  await pool.query("SELECT posture_fold(1)");
}
