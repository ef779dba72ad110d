import { decode } from "next-auth/jwt";
import { authSecret } from "@/lib/services/setting/secret";
import { cookieNames } from "./cookie";

/** The random session secret in the encrypted token of the cookie; null when there is none or it is not ours. */
export async function sessionSecret(cookie: (name: string) => string | undefined): Promise<string | null> {
  const token = cookie((await cookieNames()).session);
  if (!token) return null;
  try {
    const claims = await decode({ token, secret: await authSecret() });
    return typeof claims?.sid === "string" ? claims.sid : null;
  } catch {
    return null;
  }
}

/** Reads one cookie out of a Cookie header. */
export function cookieReader(headers: Headers): (name: string) => string | undefined {
  const pairs = (headers.get("cookie") ?? "").split(/;\s*/).map((pair) => {
    const at = pair.indexOf("=");
    return [pair.slice(0, at).trim(), pair.slice(at + 1)] as const;
  });
  const values = new Map(pairs);
  return (name) => values.get(name);
}
