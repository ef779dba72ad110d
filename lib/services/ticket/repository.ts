import { pool } from "@/lib/db/pool";

/** Is a repository set for the team of this remediation? Says nothing of what is not there. */
export async function hasRepository(remediationId: number): Promise<boolean> {
  const { rowCount } = await pool().query(
    `SELECT 1 FROM remediation m JOIN team t ON t.id = m.team_id JOIN integration i ON i.kind = 'github' AND i.disabled_at IS NULL
     WHERE m.id = $1 AND i.config->'repositories' ? t.slug`,
    [remediationId],
  );
  return (rowCount ?? 0) > 0;
}
