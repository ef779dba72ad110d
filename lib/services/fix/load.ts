import type { PoolClient } from "pg";

/**
 * What is there of the subjects, as a temporary table `fx_f` that the steps after this one write their outcome into:
 * `move_n` the move that removes it, `fix_id` the fix that it belongs to.
 */
export async function loadFindings(client: PoolClient, subjects: readonly number[]): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE fx_f ON COMMIT DROP AS
       SELECT f.subject_id, f.place_id, f.team_id, f.fix_team_id, f.cluster_id, f.rule_id, f.loc, f.kind, f.area,
         (CASE WHEN s.kind = 4 AND f.place_id = 0 THEN 6 ELSE s.unit END)::smallint AS unit, f.severity, f.state, f.decision, f.points,
         f.places, f.flags, f.fix_state, f.awaiting, f.due_at, f.assignee_id, NULL::int AS move_n, NULL::int AS fix_id
       FROM (SELECT id, kind, unit FROM subject WHERE id = ANY ($1)) s
       CROSS JOIN LATERAL (SELECT * FROM finding f WHERE f.subject_id = s.id AND f.presence = 0 OFFSET 0) f`,
    [subjects],
  );
  await client.query("CREATE INDEX ON fx_f (subject_id, place_id, team_id, rule_id); ANALYZE fx_f");
}
