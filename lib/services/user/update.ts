import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { conflict } from "@/lib/authz/refusal";
import type { UserUpdate } from "@/lib/client/contract/admin";
import { roles } from "@/lib/domain/vocabulary";
import { type Note, unchanged, write } from "../audit/write";
import { raise } from "../notice/raise";
import { hashPassword } from "../session/password";
import { revokeAllSessions } from "../session/revoke";
import { type LockedUser, lockUser } from "./find";

/** Two admins who demote each other at the same time must not leave nobody: such changes queue up here. */
const ADMINS = 7_202_215;

/**
 * Changes name, role, password or whether somebody may sign in. Whoever is disabled or gets a new password is signed
 * out everywhere. The last admin stays. Granting `security` leaves an entry of its own in the audit log.
 */
export async function updateUser(actor: Actor, id: number, request: UserUpdate): Promise<void> {
  authorize(actor, "users.manage");
  const passwordHash = request.password === undefined ? null : await hashPassword(request.password);
  await write(actor, async (client, note) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [ADMINS]);
    const user = await lockUser(client, id);
    let changed = false;
    if (request.name !== undefined && request.name !== user.name) {
      await client.query(`UPDATE "user" SET name = $2 WHERE id = $1`, [id, request.name]);
      note({ action: "user.rename", target: `user:${user.email}`, detail: { before: user.name, after: request.name } });
      changed = true;
    }
    if (request.role !== undefined && request.role !== user.role) {
      await setRole(client, actor, note, user, request.role);
      changed = true;
    }
    if (request.disabled !== undefined && request.disabled !== user.disabled) {
      await setDisabled(client, note, user, request.disabled);
      changed = true;
    }
    if (passwordHash !== null) {
      await client.query(
        `UPDATE "user" SET password_hash = $2, failed_attempts = 0, locked_until = NULL WHERE id = $1`,
        [id, passwordHash],
      );
      await revokeAllSessions(client, id, null);
      note({ action: "user.password", target: `user:${user.email}` });
      changed = true;
    }
    return changed ? undefined : unchanged(undefined);
  });
}

async function setRole(
  client: PoolClient,
  actor: Actor,
  note: Note,
  user: LockedUser,
  role: LockedUser["role"],
): Promise<void> {
  if (user.role === "admin") await keepAnAdmin(client, user);
  await client.query(`UPDATE "user" SET role = $2 WHERE id = $1`, [user.id, roles.code(role)]);
  note({ action: "user.role", target: `user:${user.email}`, detail: { before: user.role, after: role } });
  if (role !== "security") return;
  note({ action: "user.grant_security", target: `user:${user.email}` });
  await raise(client, {
    ...{ kind: "security_granted", subject: `user:${user.id}`, actorId: actorUserId(actor) },
    data: { title: user.name, by: actor.name },
  });
}

async function setDisabled(client: PoolClient, note: Note, user: LockedUser, disabled: boolean): Promise<void> {
  if (disabled && user.role === "admin") await keepAnAdmin(client, user);
  await client.query(`UPDATE "user" SET disabled_at = CASE WHEN $2 THEN now() END WHERE id = $1`, [user.id, disabled]);
  if (disabled) await revokeAllSessions(client, user.id, null);
  note({ action: disabled ? "user.disable" : "user.enable", target: `user:${user.email}` });
}

async function keepAnAdmin(client: PoolClient, user: LockedUser): Promise<void> {
  if (user.disabled) return;
  const { rowCount } = await client.query(
    `SELECT 1 FROM "user" WHERE role = $1 AND disabled_at IS NULL AND id <> $2 LIMIT 1`,
    [roles.code("admin"), user.id],
  );
  if (!rowCount) throw conflict("This is the last admin. Make somebody else admin first.", "last_admin");
}
