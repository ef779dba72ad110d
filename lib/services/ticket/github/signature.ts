import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Did whoever holds the key send these bytes? X-Hub-Signature-256: `sha256=` and the HMAC of the body in hex.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSignedBy(key: string, body: Uint8Array, header: string | null): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(header ?? "")?.[1];
  if (!given) return false;
  return timingSafeEqual(Buffer.from(given, "hex"), createHmac("sha256", key).update(body).digest());
}
