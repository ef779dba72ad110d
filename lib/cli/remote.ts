/** A running server that a command talks to. */
export interface Server {
  url: string;
  token: string;
}

export type Failure = { code: string; message: string };

/** The server of `PARAPET_URL` and `PARAPET_TOKEN`; null, said on standard error, where there is no token. */
export function serverNamed(advice: string): Server | null {
  const token = process.env.PARAPET_TOKEN;
  if (token) return { url: process.env.PARAPET_URL ?? "http://localhost:3000", token };
  process.stderr.write(`PARAPET_TOKEN is not set: ${advice}\n`);
  return null;
}

export const headersFor = ({ token }: Server) => ({ authorization: `Bearer ${token}`, accept: "application/json" });

/** What the server has against a request. */
export async function problemOf(response: Response): Promise<Failure> {
  const body = (await response.json().catch(() => ({}))) as { detail?: string; title?: string; code?: string };
  const code = response.status === 401 ? "unauthenticated" : (body.code ?? `http_${response.status}`);
  return { code, message: body.detail ?? body.title ?? `the server answered ${response.status}` };
}

/** Why a request came to no answer. */
export function unreachable({ url }: Server, error: unknown): Failure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  return { code: "unreachable", message: `${url} can't be reached: ${cause}` };
}
