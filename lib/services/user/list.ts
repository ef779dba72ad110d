import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import type { UserRow } from "@/lib/client/contract/admin";
import { pool } from "@/lib/db/pool";
import { roles } from "@/lib/domain/vocabulary";

interface Row {
  id: number;
  name: string;
  email: string;
  role: number;
  created_at: Date;
  last_sign_in_at: Date | null;
  disabled_at: Date | null;
  locked: boolean;
  teams: { slug: string; name: string; lead: boolean }[];
}

/** Everybody who can sign in or could, by name. `id` narrows to one. Only for those who manage users. */
export async function listUsers(actor: Actor, id?: number): Promise<UserRow[]> {
  authorize(actor, "users.manage");
  const { rows } = await pool().query<Row>(
    `SELECT u.id, u.name, u.email, u.role, u.created_at, u.last_sign_in_at, u.disabled_at,
       coalesce(u.locked_until > now(), false) AS locked,
       coalesce(jsonb_agg(jsonb_build_object('slug', t.slug, 'name', t.name, 'lead', m.lead) ORDER BY t.name)
                FILTER (WHERE t.id IS NOT NULL), '[]') AS teams
     FROM "user" u LEFT JOIN membership m ON m.user_id = u.id LEFT JOIN team t ON t.id = m.team_id
     WHERE $1::int IS NULL OR u.id = $1
     GROUP BY u.id ORDER BY u.name, u.id`,
    [id ?? null],
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: roles.word(row.role),
    createdAt: row.created_at.toISOString(),
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    disabledAt: row.disabled_at?.toISOString() ?? null,
    locked: row.locked,
    teams: row.teams,
  }));
}
