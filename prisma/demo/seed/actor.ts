import type { Pool } from "pg";
import type { UserActor } from "@/lib/authz/actor";
import { type Role, roles } from "@/lib/domain/vocabulary";

/** Somebody of the demo company, as the services know them. */
export async function actorOf(pool: Pool, email: string): Promise<UserActor> {
  const { rows } = await pool.query<{ id: number; name: string; role: number; teams: number[]; leads: number[] }>(
    `SELECT u.id, u.name, u.role, coalesce(array_agg(m.team_id) FILTER (WHERE m.team_id IS NOT NULL), '{}') AS teams,
       coalesce(array_agg(m.team_id) FILTER (WHERE m.lead), '{}') AS leads
     FROM "user" u LEFT JOIN membership m ON m.user_id = u.id WHERE u.email = $1 GROUP BY u.id`,
    [email],
  );
  const row = rows[0];
  if (!row) throw new Error(`no user ${email}`);
  const role: Role = roles.word(row.role);
  return {
    kind: "user",
    id: row.id,
    name: row.name,
    email,
    role,
    teamIds: row.teams,
    leadOf: row.leads,
    sessionId: null,
  };
}
