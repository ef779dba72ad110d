import type { Pool } from "pg";
import { transaction } from "../../db/transaction";
import { lockCatalogue } from "../../ingest/locks";

export interface Rebuilt {
  /** Days of which anything is told. */
  days: number;
  /** Rows of the day tables that said something else before; 0 unless somebody wrote to them by hand. */
  differed: number;
}

/**
 * Makes the day tables anew from findings and journal (history_rebuild() in the migrations). Imports wait meanwhile; in
 * proportion to all findings that ever were.
 */
export async function rebuildHistory(pool: Pool): Promise<Rebuilt> {
  return transaction(async (client) => {
    await lockCatalogue(client);
    await client.query("CREATE TEMP TABLE posture_before ON COMMIT DROP AS TABLE posture_day");
    await client.query("CREATE TEMP TABLE flow_before ON COMMIT DROP AS TABLE flow_day");
    await client.query("SELECT history_rebuild()");
    await client.query("SELECT history_totals()");
    const { rows } = await client.query<Rebuilt>(
      `SELECT (SELECT count(DISTINCT day)::int FROM posture_day) AS days, (
         SELECT count(*)::int FROM (${unlike("posture")} UNION ALL ${unlike("flow")}) d) AS differed`,
    );
    return rows[0] as Rebuilt;
  }, pool);
}

/** Days of rows in which a table is not what it was; rows of nothing but zeros say nothing. */
function unlike(table: "posture" | "flow"): string {
  const part = table === "posture" ? "unit" : "severity";
  const key = (row: string) => `(${row}.day, ${row}.cluster_id, ${row}.team_id, ${row}.area, ${row}.${part})`;
  const counts =
    table === "posture"
      ? [
          "info",
          "low",
          '"unknown"',
          "medium",
          "high",
          "critical",
          "present",
          "accepted",
          "fixable",
          "exposed_kev",
          "points",
          "accepted_points",
        ]
      : [
          "opened",
          "reopened",
          "moved_in",
          "fixed",
          "accepted",
          "dismissed",
          "closed",
          "moved_out",
          "rerated",
          "in_time",
          "late",
          "seconds",
        ];
  const same = counts.map((name) => `coalesce(a.${name}, 0) = coalesce(b.${name}, 0)`).join(" AND ");
  return `SELECT 1 FROM ${table}_day a FULL JOIN ${table}_before b ON ${key("a")} = ${key("b")} WHERE NOT (${same})`;
}
