import { generalAbilities } from "@/lib/authz/abilities";
import type { UserActor } from "@/lib/authz/actor";
import { actions } from "@/lib/authz/policy";
import type { SessionInfo } from "@/lib/client/contract/session";
import { pool } from "@/lib/db/pool";
import { fourEyesOn } from "../exception/four-eyes";

/** Page that somebody starts on: devops people on their team, managers on the trends, everybody else on the overview. */
export function landingOf(role: UserActor["role"], teams: readonly { slug: string }[]): string {
  const team = teams[0];
  if (role === "manager") return "/trends";
  return role === "devops" && team ? `/teams/${team.slug}` : "/overview";
}

export async function describeSession(actor: UserActor): Promise<SessionInfo> {
  const { rows: teams } = await pool().query<{ slug: string; name: string; lead: boolean }>(
    `SELECT t.slug, t.name, m.lead FROM membership m JOIN team t ON t.id = m.team_id
     WHERE m.user_id = $1 ORDER BY m.lead DESC, t.name, t.id`,
    [actor.id],
  );
  return {
    user: { id: actor.id, name: actor.name, email: actor.email, role: actor.role },
    teams,
    abilities: generalAbilities(actor, actions),
    landing: landingOf(actor.role, teams),
    fourEyes: await fourEyesOn(),
  };
}
