import { abilities, teamActions } from "@/lib/authz/abilities";
import type { Actor } from "@/lib/authz/actor";
import type { TeamAdmin } from "@/lib/client/contract/admin";
import { pool } from "@/lib/db/pool";
import { roles } from "@/lib/domain/vocabulary";
import { teamFor } from "./find";

/** Who belongs to a team, leads first. For its members and everybody who sees all teams. */
export async function teamMembers(actor: Actor, slug: string): Promise<TeamAdmin> {
  const team = await teamFor(actor, slug, "teams.read");
  const { rows } = await pool().query<{ id: number; name: string; email: string; role: number; lead: boolean }>(
    `SELECT u.id, u.name, u.email, u.role, m.lead FROM membership m JOIN "user" u ON u.id = m.user_id
     WHERE m.team_id = $1 AND u.disabled_at IS NULL ORDER BY m.lead DESC, u.name, u.id`,
    [team.id],
  );
  return {
    slug: team.slug,
    name: team.name,
    members: rows.map(({ id, role, ...row }) => ({ ...row, userId: id, role: roles.word(role) })),
    abilities: abilities(actor, teamActions, { teamIds: [team.id] }),
  };
}
