import * as crypto from "node:crypto";

/** One-shot hashing is twice as fast on short texts, where this Node has it (20.12 and later). */
const sha256: (text: string) => Buffer =
  typeof crypto.hash === "function"
    ? (text) => crypto.hash("sha256", text, "buffer")
    : (text) => crypto.createHash("sha256").update(text).digest();

/** Signed 64-bit key of a text: the first eight bytes of its SHA-256, big-endian; fits PostgreSQL's bigint. */
export function hash64(text: string): bigint {
  return sha256(text).readBigInt64BE(0);
}

/** 32 hexadecimal digits: the first half of the SHA-256 of a text. */
export function fingerprint(text: string): string {
  return sha256(text).toString("hex", 0, 16);
}
