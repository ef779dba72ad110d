import { createHash, randomBytes } from "node:crypto";

/** SHA-256, hex: what is stored of session secrets and API tokens. They are random, so no slow hash is needed. */
export function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** 256 random bits, base64url. */
export function randomSecret(): string {
  return randomBytes(32).toString("base64url");
}
