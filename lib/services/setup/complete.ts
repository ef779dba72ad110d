import { timingSafeEqual } from "node:crypto";
import { systemActor } from "@/lib/authz/actor";
import { conflict, invalid } from "@/lib/authz/refusal";
import type { SetupRequest } from "@/lib/client/contract/session";
import { roles } from "@/lib/domain/vocabulary";
import { write } from "../audit/write";
import { limitRate } from "../limit/count";
import { hashPassword } from "../session/password";
import { digest } from "../session/secret";
import { loopbackOnly, setupCode, setupNeeded } from "./state";

/** Any number that nothing else locks in this database. */
const SETUP = 7_202_214;

const done = () => conflict("Parapet is set up already. Sign in instead.", "setup_done");

/**
 * Makes the first admin. Works once: of two requests at the same time one wins and the other is told `setup_done`.
 * Asks for the code on the server's console unless only this machine can reach the server.
 */
export async function completeSetup(request: SetupRequest, address: string | null): Promise<{ userId: number }> {
  if (!(await setupNeeded())) throw done();
  if (!loopbackOnly()) {
    await limitRate(`setup:${address}`, 10, 15 * 60);
    await limitRate("setup", 50, 15 * 60);
    if (!same(request.code ?? "", await setupCode())) {
      throw invalid("This is not the set-up code on the server's console.", "body.code");
    }
  }
  const passwordHash = await hashPassword(request.password);
  const email = request.email.toLowerCase();
  return write(systemActor("setup"), async (client, note) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [SETUP]);
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO "user" (email, name, role, password_hash)
       SELECT $1, $2, $3, $4 WHERE NOT EXISTS (SELECT 1 FROM "user") RETURNING id`,
      [email, request.name, roles.code("admin"), passwordHash],
    );
    const user = rows[0];
    if (!user) throw done();
    await client.query("DELETE FROM setting WHERE key = 'setup_code'");
    note({ action: "setup.complete", target: `user:${email}`, detail: { role: "admin" } });
    return { userId: user.id };
  });
}

function same(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(digest(given.trim().toLowerCase())), Buffer.from(digest(expected)));
}
