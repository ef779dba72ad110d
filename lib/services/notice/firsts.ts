import type { Pool } from "pg";
import type { Baseline } from "@/lib/queries/notice/digest";

/** Which tools spoke of which clusters for the first time since then. */
export async function firstLooks(pool: Pool, since: Date): Promise<Baseline[]> {
  const { rows } = await pool.query<Baseline>(
    `SELECT g.cluster_id AS "clusterId", bit_or(1::bigint << t.id)::text AS tools
     FROM (SELECT DISTINCT cluster_id, tool FROM report WHERE received_at > $1::timestamptz - interval '1 day' AND finished_at > $1
             AND state IN ('done', 'held') AND tool IS NOT NULL) g
     JOIN tool t ON t.name = g.tool
     WHERE NOT EXISTS (SELECT 1 FROM report o WHERE o.cluster_id = g.cluster_id AND o.tool = g.tool AND o.state IN ('done', 'held')
       AND o.finished_at <= $1) GROUP BY 1`,
    [since],
  );
  return rows;
}
