import type { AuthOptions, User } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { isRefusal } from "@/lib/authz/refusal";
import { endSession } from "@/lib/services/session/revoke";
import { sessionDays, signIn } from "@/lib/services/session/sign-in";
import { authSecret } from "@/lib/services/setting/secret";
import { log } from "@/lib/telemetry/log";
import { clientAddress } from "../address";
import { secureCookies } from "../origin";
import { cookieNames } from "./cookie";

/** What `authorize` hands to the token: nothing of the person, only the secret of the new session. */
interface SessionUser extends User {
  sid: string;
}

/**
 * next-auth with e-mail and password. Its encrypted token carries one thing, a random session secret; the session
 * itself is a row that each request looks up, so it can be ended at once.
 */
export async function authOptions(): Promise<AuthOptions> {
  const names = await cookieNames();
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure: secureCookies() } as const;
  return {
    secret: await authSecret(),
    session: { strategy: "jwt", maxAge: sessionDays * 24 * 60 * 60 },
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    useSecureCookies: secureCookies(),
    cookies: {
      sessionToken: { name: names.session, options },
      csrfToken: { name: names.csrf, options },
      callbackUrl: { name: names.callback, options },
    },
    providers: [
      Credentials({
        name: "E-mail and password",
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials, request) =>
          checkCredentials(credentials ?? { email: "", password: "" }, new Headers(plainHeaders(request.headers))),
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sid: (user as SessionUser).sid } : { sid: token.sid }),
      // GET /api/auth/session is not what the pages use; it must not say anything that GET /api/v1/session does not.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => (url.startsWith("/") && !/^\/[/\\]/.test(url) ? `${baseUrl}${url}` : baseUrl),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.sid === "string") await endSession(token.sid);
      },
    },
    logger: {
      error: (code, metadata) => log().warn({ event: "next-auth", code, message: messageOf(metadata) }),
      warn: (code) => log().debug({ event: "next-auth", code }),
      debug: () => {},
    },
  };
}

async function checkCredentials(
  { email, password }: Record<"email" | "password", unknown>,
  headers: Headers,
): Promise<SessionUser | null> {
  if (typeof email !== "string" || typeof password !== "string" || !email || !password) return null;
  if (email.length > 200 || password.length > 200) return null;
  try {
    const address = clientAddress(headers);
    const session = await signIn({ email, password, address, userAgent: headers.get("user-agent") });
    return session && { id: String(session.userId), sid: session.secret };
  } catch (error) {
    // next-auth passes the message of an error on to the page as `error=`.
    if (isRefusal(error) && error.code === "too_many") throw new Error(`locked:${error.detail.retryAfter ?? 60}`);
    log().error({ event: "sign-in", err: error });
    throw new Error("unavailable");
  }
}

function plainHeaders(headers: Record<string, unknown> | undefined): [string, string][] {
  return Object.entries(headers ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === "string");
}

function messageOf(metadata: unknown): string | undefined {
  return metadata instanceof Error ? metadata.message : undefined;
}
