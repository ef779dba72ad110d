import type { Pool } from "pg";

/** Namespaces of the fixture are `team-0` … `team-19`; each belongs to the team of that name. */
export const TEAMS = 20;

/** Makes the teams and the rules by which they own their namespaces. Returns their ids. */
export async function makeTeams(pool: Pool): Promise<number[]> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO team (slug, name) SELECT 'team-' || n, 'Team ' || n FROM generate_series(0, $1::int - 1) n
     ON CONFLICT (slug) DO UPDATE SET name = excluded.name RETURNING id`,
    [TEAMS],
  );
  const ids = rows.map((row) => row.id);
  await pool.query(
    `INSERT INTO ownership_rule (priority, team_id, namespace) SELECT 100, id, 'team-' || (n - 1) FROM unnest($1::int[]) WITH ORDINALITY u(id, n)`,
    [ids],
  );
  return ids;
}
