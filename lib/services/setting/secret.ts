import { randomBytes } from "node:crypto";
import { pool } from "@/lib/db/pool";

const globals = globalThis as typeof globalThis & { parapetSecrets?: Map<string, string> };

/**
 * A random secret of the installation, made at first use and kept in the database, so that every replica has the
 * same one.
 */
export async function installationSecret(key: string): Promise<string> {
  globals.parapetSecrets ??= new Map();
  const slot = `${process.env.DATABASE_URL} ${key}`;
  const known = globals.parapetSecrets.get(slot);
  if (known) return known;
  await pool().query("INSERT INTO setting (key, value) VALUES ($1, to_jsonb($2::text)) ON CONFLICT (key) DO NOTHING", [
    key,
    randomBytes(32).toString("base64url"),
  ]);
  const { rows } = await pool().query<{ value: string }>("SELECT value FROM setting WHERE key = $1", [key]);
  const value = rows[0]?.value;
  if (typeof value !== "string") throw new Error(`setting ${key} is no text`);
  globals.parapetSecrets.set(slot, value);
  return value;
}

/** Key of the session cookie: NEXTAUTH_SECRET, else the installation's own. */
export async function authSecret(): Promise<string> {
  return process.env.NEXTAUTH_SECRET || installationSecret("auth_secret");
}
