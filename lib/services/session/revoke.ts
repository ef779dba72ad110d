import type { PoolClient } from "pg";
import type { UserActor } from "@/lib/authz/actor";
import { notFound } from "@/lib/authz/refusal";
import { pool } from "@/lib/db/pool";
import { write } from "../audit/write";
import { digest } from "./secret";

/** Ends the session of a secret, if there is one: signing out. */
export async function endSession(secret: string): Promise<void> {
  await pool().query("UPDATE session SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL", [digest(secret)]);
}

/** Ends one of the person's own sessions. */
export async function revokeSession(actor: UserActor, id: string): Promise<void> {
  await write(actor, async (client, note) => {
    const { rowCount } = await client.query(
      "UPDATE session SET revoked_at = now() WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL",
      [id, actor.id],
    );
    if (!rowCount) throw notFound("This session");
    note({ action: "session.revoke", target: `user:${actor.email}`, detail: { session: id.slice(0, 12) } });
  });
}

/** Ends all sessions of a user but one, within the caller's transaction. */
export async function revokeAllSessions(client: PoolClient, userId: number, except: string | null): Promise<void> {
  await client.query(
    "UPDATE session SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL AND id IS DISTINCT FROM $2",
    [userId, except],
  );
}
