import { hash, verify } from "@node-rs/argon2";

/** Argon2id with the library's defaults: 19 MiB, 2 passes, 1 lane, as OWASP's Password Storage Cheat Sheet has it. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

let decoy: Promise<string> | undefined;

/** Takes the same time when there is no such account (`stored` null): then it checks against a hash of nobody's. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hash("nobody signs in with this");
  const matches = await verify(stored ?? (await decoy), password);
  return stored !== null && matches;
}
