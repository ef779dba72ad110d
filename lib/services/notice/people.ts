import type { PoolClient } from "pg";
import type { NoticePerson } from "@/lib/domain/notice/recipients";
import { roles } from "@/lib/domain/vocabulary";

export interface Recipient extends NoticePerson {
  readonly name: string;
  readonly email: string;
}

/** Everybody who can sign in, by id. */
export async function loadRecipients(client: PoolClient): Promise<Recipient[]> {
  const { rows } = await client.query<{ id: number; name: string; email: string; role: number; teams: number[] }>(
    `SELECT u.id, u.name, u.email, u.role, coalesce(array_agg(m.team_id) FILTER (WHERE m.team_id IS NOT NULL), '{}') AS teams
     FROM "user" u LEFT JOIN membership m ON m.user_id = u.id WHERE u.disabled_at IS NULL GROUP BY u.id ORDER BY u.id`,
  );
  return rows.map(({ role, teams, ...row }) => ({ ...row, role: roles.word(role), teamIds: teams }));
}
