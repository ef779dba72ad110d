import type { SetupState } from "@/lib/client/contract/session";
import { pool } from "@/lib/db/pool";
import { installationSecret } from "../setting/secret";

const loopback = /^(127\.\d+\.\d+\.\d+|::1|\[::1\]|localhost)$/;

/** Does this process listen on this machine only? HOST is what the server listens on; unset means 127.0.0.1. */
export function loopbackOnly(env: Record<string, string | undefined> = process.env): boolean {
  return loopback.test(env.HOST || "127.0.0.1");
}

/** True until somebody can sign in. */
export async function setupNeeded(): Promise<boolean> {
  const { rows } = await pool().query<{ needed: boolean }>(`SELECT NOT EXISTS (SELECT 1 FROM "user") AS needed`);
  return rows[0]?.needed ?? true;
}

/** What the set-up page needs to know. */
export async function setupState(): Promise<SetupState> {
  const needed = await setupNeeded();
  return { needed, codeRequired: needed && !loopbackOnly() };
}

/** What the set-up page asks for when others can reach the server: whoever reads its console may have it. */
export async function setupCode(): Promise<string> {
  const secret = await installationSecret("setup_code");
  // Typed by hand from a console: short enough to type, and wrong tries are limited.
  return secret
    .replace(/[^A-Za-z0-9]/g, "")
    .slice(0, 12)
    .toLowerCase();
}

/**
 * What the server says on its console at start: null when an admin exists, else a line with the address of the set-up page and
 * the code, where one is asked for.
 */
export async function setupNotice(url: string): Promise<string | null> {
  if (!(await setupNeeded())) return null;
  if (loopbackOnly()) return `Open ${url}/setup to make the first admin.`;
  return `Open ${url}/setup to make the first admin. Set-up code: ${await setupCode()}`;
}
