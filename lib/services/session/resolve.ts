import type { UserActor } from "@/lib/authz/actor";
import { pool } from "@/lib/db/pool";
import { roles } from "@/lib/domain/vocabulary";
import { digest } from "./secret";
import { idleDays } from "./sign-in";

interface Row {
  id: number;
  name: string;
  email: string;
  role: number;
  teams: number[];
  leads: number[];
  stale: boolean;
}

/**
 * The person behind a session secret; null when the session is unknown, revoked, expired or unused for too long, or
 * the person is disabled. Asked anew for every request, so what an admin takes away is gone at once.
 */
export async function resolveSession(secret: string): Promise<UserActor | null> {
  const sessionId = digest(secret);
  const { rows } = await pool().query<Row>({
    name: "session-resolve",
    text: `SELECT u.id, u.name, u.email, u.role, s.seen_at < now() - interval '5 minutes' AS stale,
             coalesce(m.teams, '{}') AS teams, coalesce(m.leads, '{}') AS leads
           FROM session s JOIN "user" u ON u.id = s.user_id
           LEFT JOIN LATERAL (
             SELECT array_agg(team_id) AS teams, array_agg(team_id) FILTER (WHERE lead) AS leads
             FROM membership WHERE user_id = u.id) m ON true
           WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > now()
             AND s.seen_at > now() - make_interval(days => $2) AND u.disabled_at IS NULL`,
    values: [sessionId, idleDays],
  });
  const row = rows[0];
  if (!row) return null;
  // Not at every request: a page asks several things at once, and five minutes are exact enough for "last seen".
  if (row.stale) await pool().query("UPDATE session SET seen_at = now() WHERE id = $1", [sessionId]);
  return {
    kind: "user",
    id: row.id,
    name: row.name,
    email: row.email,
    role: roles.word(row.role),
    teamIds: row.teams,
    leadOf: row.leads,
    sessionId,
  };
}
