import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { pool } from "@/lib/db/pool";

/**
 * Marks own notices as read; null: all of them. Others' are as if they were not there. What somebody has read is nobody
 * else's business, so the audit log has nothing of it. Returns how many were unread.
 */
export async function markRead(actor: Actor, ids: readonly string[] | null): Promise<number> {
  const userId = actorUserId(actor);
  authorize(actor, "session.own", { userId });
  const { rowCount } = await pool().query(
    "UPDATE notice SET read_at = now() WHERE user_id = $1 AND read_at IS NULL AND ($2::bigint[] IS NULL OR id = ANY ($2))",
    [userId, ids],
  );
  return rowCount ?? 0;
}
