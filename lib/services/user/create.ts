import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { conflict } from "@/lib/authz/refusal";
import type { UserCreate } from "@/lib/client/contract/admin";
import { roles } from "@/lib/domain/vocabulary";
import { write } from "../audit/write";
import { raise } from "../notice/raise";
import { hashPassword } from "../session/password";

/** Adds a person. Throws `conflict` when the e-mail is taken. E-mails are kept in lower case. */
export async function createUser(actor: Actor, request: UserCreate): Promise<{ id: number }> {
  authorize(actor, "users.manage");
  const email = request.email.toLowerCase();
  const passwordHash = await hashPassword(request.password);
  return write(actor, async (client, note) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO "user" (email, name, role, password_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email) DO NOTHING RETURNING id`,
      [email, request.name, roles.code(request.role), passwordHash],
    );
    const user = rows[0];
    if (!user) throw conflict("There is a user with this e-mail already.", "email_taken");
    note({ action: "user.create", target: `user:${email}`, detail: { role: request.role } });
    if (request.role === "security") {
      note({ action: "user.grant_security", target: `user:${email}` });
      await raise(client, {
        ...{ kind: "security_granted", subject: `user:${user.id}`, actorId: actorUserId(actor) },
        data: { title: request.name, by: actor.name },
      });
    }
    return user;
  });
}
