import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { installationSecret } from "./secret";

const MARK = Buffer.from([1]);
const NONCE = 12;
const TAG = 16;

/**
 * Key of what is kept sealed: PARAPET_SECRET_KEY, which then lies nowhere in the database or its backups, else one of
 * the installation's own.
 */
async function key(): Promise<Buffer> {
  const secret = process.env.PARAPET_SECRET_KEY || (await installationSecret("seal_secret"));
  return Buffer.from(hkdfSync("sha256", secret, "", "parapet sealed values", 32));
}

/** A stored secret was changed, or sealed with another key. */
export class Unsealable extends Error {
  override readonly name = "Unsealable";
  constructor() {
    super("its stored secret cannot be read with the key of this installation: enter it again");
  }
}

/** Encrypts a secret for the database (AES-256-GCM; 1 byte of version, 12 of nonce, text, 16 of tag). */
export async function seal(text: string): Promise<Buffer> {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", await key(), nonce);
  return Buffer.concat([MARK, nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** What `seal` was given; throws Unsealable. */
export async function unseal(sealed: Buffer): Promise<string> {
  try {
    const nonce = sealed.subarray(1, 1 + NONCE);
    const decipher = createDecipheriv("aes-256-gcm", await key(), nonce);
    decipher.setAuthTag(sealed.subarray(-TAG));
    const text = sealed.subarray(1 + NONCE, -TAG);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString("utf8");
  } catch {
    throw new Unsealable();
  }
}
