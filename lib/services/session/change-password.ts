import type { UserActor } from "@/lib/authz/actor";
import { invalid } from "@/lib/authz/refusal";
import { pool } from "@/lib/db/pool";
import { write } from "../audit/write";
import { limitRate } from "../limit/count";
import { hashPassword, verifyPassword } from "./password";
import { revokeAllSessions } from "./revoke";

/** Changes the person's own password and ends their other sessions. */
export async function changePassword(actor: UserActor, request: { current: string; next: string }): Promise<void> {
  await limitRate(`password:${actor.id}`, 10, 15 * 60);
  const { rows } = await pool().query<{ password_hash: string | null }>(
    `SELECT password_hash FROM "user" WHERE id = $1`,
    [actor.id],
  );
  if (!(await verifyPassword(rows[0]?.password_hash ?? null, request.current))) {
    throw invalid("This is not your current password.", "body.current");
  }
  const next = await hashPassword(request.next);
  await write(actor, async (client, note) => {
    await client.query(`UPDATE "user" SET password_hash = $2 WHERE id = $1`, [actor.id, next]);
    await revokeAllSessions(client, actor.id, actor.sessionId);
    note({ action: "user.password", target: `user:${actor.email}` });
  });
}
