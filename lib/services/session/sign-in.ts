import { systemActor } from "@/lib/authz/actor";
import { Refusal } from "@/lib/authz/refusal";
import { pool } from "@/lib/db/pool";
import { transaction } from "@/lib/db/transaction";
import { log } from "@/lib/telemetry/log";
import { appendAudit } from "../audit/append";
import { countHit, forgiveHit } from "../limit/count";
import { verifyPassword } from "./password";
import { digest, randomSecret } from "./secret";

export interface SignInRequest {
  email: string;
  password: string;
  /** Where it came from; null when not known. */
  address: string | null;
  userAgent: string | null;
}

/** Failures in a window before an account, or an address, has to wait for the next window. */
export const limits = { account: 10, address: 100, seconds: 15 * 60 };
/** A session ends after this many days, or earlier when it was not used for `idleDays`. */
export const sessionDays = 30;
export const idleDays = 7;

/**
 * Checks e-mail and password and opens a session. Null for every kind of wrong; an unknown e-mail takes as long as a
 * wrong password and locks alike, so nobody learns which accounts exist. Throws `too_many` while locked.
 */
export async function signIn(request: SignInRequest): Promise<{ userId: number; secret: string } | null> {
  const email = request.email.trim().toLowerCase();
  const accountKey = `sign-in:account:${digest(email)}`;
  const addressKey = `sign-in:address:${request.address}`;
  // Counted before the check, so that parallel guesses cannot slip through together.
  const account = await countHit(accountKey, limits.seconds);
  if (account.count > limits.account) throw locked(account.resetIn);
  if (request.address !== null) {
    const address = await countHit(addressKey, limits.seconds);
    if (address.count > limits.address) throw locked(address.resetIn);
  }
  const { rows } = await pool().query<{ id: number; password_hash: string | null; disabled_at: Date | null }>(
    `SELECT id, password_hash, disabled_at FROM "user" WHERE email = $1`,
    [email],
  );
  const user = rows[0];
  const matches = await verifyPassword(user?.password_hash ?? null, request.password);
  if (!user || !matches || user.disabled_at) {
    await noteFailure(user?.id ?? null, account.count, account.resetIn);
    log().warn({ event: "sign-in failed", account: digest(email).slice(0, 12), address: request.address });
    return null;
  }
  await forgiveHit(accountKey, limits.seconds, true);
  if (request.address !== null) await forgiveHit(addressKey, limits.seconds);
  return { userId: user.id, secret: await openSession(user.id, request) };
}

const locked = (seconds: number) =>
  new Refusal("too_many", `Too many failed sign-ins. Try again in ${Math.ceil(seconds / 60)} min.`, {
    retryAfter: seconds,
  });

async function noteFailure(userId: number | null, count: number, resetIn: number): Promise<void> {
  if (userId === null) return;
  const lock = count >= limits.account;
  await transaction(async (client) => {
    const { rows } = await client.query<{ email: string }>(
      `UPDATE "user" SET failed_attempts = least(failed_attempts + 1, 30000),
         locked_until = CASE WHEN $2 THEN now() + make_interval(secs => $3) ELSE locked_until END
       WHERE id = $1 RETURNING email`,
      [userId, lock, resetIn],
    );
    if (lock && rows[0]) {
      const note = { action: "session.locked", target: `user:${rows[0].email}`, detail: { seconds: resetIn } };
      await appendAudit(client, systemActor("sign-in"), [note]);
    }
  });
}

async function openSession(userId: number, { address, userAgent }: SignInRequest): Promise<string> {
  const secret = randomSecret();
  await transaction(async (client) => {
    await client.query(
      `INSERT INTO session (id, user_id, expires_at, user_agent, address)
       VALUES ($1, $2, now() + make_interval(days => $3), $4, $5)`,
      [digest(secret), userId, sessionDays, userAgent?.slice(0, 300) ?? null, address],
    );
    const { rows } = await client.query<{ email: string }>(
      `UPDATE "user" SET last_sign_in_at = now(), failed_attempts = 0, locked_until = NULL WHERE id = $1 RETURNING email`,
      [userId],
    );
    await client.query("DELETE FROM session WHERE user_id = $1 AND expires_at < now() - interval '30 days'", [userId]);
    const note = { action: "session.open", target: `user:${rows[0]?.email}`, detail: { address } };
    await appendAudit(client, systemActor("sign-in"), [note]);
  });
  return secret;
}
