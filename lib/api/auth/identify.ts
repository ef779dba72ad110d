import type { Actor } from "@/lib/authz/actor";
import { Refusal } from "@/lib/authz/refusal";
import { limitRate } from "@/lib/services/limit/count";
import { resolveSession } from "@/lib/services/session/resolve";
import { resolveToken } from "@/lib/services/token/resolve";
import { clientAddress } from "../address";
import { checkOrigin } from "../origin";
import { cookieReader, sessionSecret } from "./session-cookie";

/** Wrong tokens from one address in five minutes before it has to wait. */
const WRONG_TOKENS = 30;

/**
 * Who sends this request: a bearer token where one is stated, else the session cookie, else nobody.
 * Throws `unauthenticated` for a token that does not hold, and `forbidden` for a cookie-borne write from elsewhere.
 */
export async function identify(request: Request): Promise<Actor | null> {
  const authorization = request.headers.get("authorization");
  if (authorization !== null) {
    const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const token = bearer === undefined ? null : await resolveToken(bearer);
    if (token) return token;
    await limitRate(`token:${clientAddress(request.headers)}`, WRONG_TOKENS, 300);
    throw new Refusal("unauthenticated", "This token is not valid: unknown, expired or revoked.");
  }
  const secret = await sessionSecret(cookieReader(request.headers));
  const user = secret === null ? null : await resolveSession(secret);
  if (user) checkOrigin(request.method, request.headers);
  return user;
}
