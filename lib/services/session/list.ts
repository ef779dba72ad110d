import type { UserActor } from "@/lib/authz/actor";
import type { SessionRow } from "@/lib/client/contract/session";
import { pool } from "@/lib/db/pool";
import { idleDays } from "./sign-in";

interface Row {
  id: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
  user_agent: string | null;
  address: string | null;
}

/** The person's own live sessions, the latest used first. */
export async function listSessions(actor: UserActor): Promise<SessionRow[]> {
  const { rows } = await pool().query<Row>(
    `SELECT id, created_at, seen_at, expires_at, user_agent, address FROM session
     WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now() AND seen_at > now() - make_interval(days => $2)
     ORDER BY seen_at DESC, id LIMIT 100`,
    [actor.id, idleDays],
  );
  return rows.map((row) => ({
    id: row.id,
    current: row.id === actor.sessionId,
    createdAt: row.created_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    userAgent: row.user_agent,
    address: row.address,
  }));
}
