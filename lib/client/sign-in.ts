/** Outcome of a sign-in; `retryAfter` in seconds when it is locked for now. */
export type SignInResult = { ok: true } | { ok: false; reason: "wrong" | "locked" | "offline"; retryAfter?: number };

interface Answer {
  url?: string;
  csrfToken?: string;
}

/**
 * Signs in with e-mail and password; the session cookie comes with the answer. The caller then goes to the landing
 * page of GET /session. A wrong password, an unknown e-mail and a disabled account all answer "wrong".
 */
export async function signIn(email: string, password: string): Promise<SignInResult> {
  try {
    const answer = await post("/api/auth/callback/credentials", { email, password });
    if (answer.ok) return { ok: true };
    const { url = "/" } = (await answer.json().catch(() => ({}))) as Answer;
    const error = new URL(url, window.location.origin).searchParams.get("error") ?? "";
    const locked = /^locked:(\d+)$/.exec(error);
    if (locked) return { ok: false, reason: "locked", retryAfter: Number(locked[1]) };
    return { ok: false, reason: "wrong" };
  } catch {
    return { ok: false, reason: "offline" };
  }
}

/** Ends the session on the server and in this browser. */
export async function signOut(): Promise<void> {
  await post("/api/auth/signout", {});
}

/** next-auth wants its own token back with every form, against forged requests. */
async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const { csrfToken = "" } = (await (await fetch("/api/auth/csrf")).json()) as Answer;
  return fetch(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ ...fields, csrfToken, callbackUrl: "/", json: "true" }),
  });
}
