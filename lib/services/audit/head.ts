import { createHmac, timingSafeEqual } from "node:crypto";
import type { PoolClient } from "pg";

/** Where the log ends. */
export interface AuditHead {
  entries: number;
  lastId: string | null;
  hash: Buffer | null;
}

export interface SealedHead extends AuditHead {
  seal: Buffer | null;
  /** Nobody changed it since it was sealed. */
  holds: boolean;
}

/** HMAC-SHA-256 over number of entries, id and hash of the last one. */
export function sealOf({ entries, lastId, hash }: AuditHead, key: string): Buffer {
  return createHmac("sha256", key)
    .update(`${entries} ${lastId ?? ""} ${hash?.toString("hex") ?? ""}`)
    .digest();
}

/** Is the head what was sealed? An empty log needs no seal. */
function isSealed(head: AuditHead, seal: Buffer | null, key: string): boolean {
  if (head.entries === 0 && seal === null) return true;
  const want = sealOf(head, key);
  return seal?.length === want.length && timingSafeEqual(seal, want);
}

/**
 * The head as it is stored (null: somebody removed it), and the key of its seal: PARAPET_AUDIT_KEY, which keeps it out of
 * reach of whoever can only write to the database, else the installation's own. The caller holds the lock of the log, or a
 * snapshot.
 */
export async function loadHead(client: PoolClient): Promise<{ head: SealedHead | null; key: string }> {
  const { rows } = await client.query<{
    entries: string;
    last_id: string | null;
    hash: Buffer | null;
    seal: Buffer | null;
    key: string | null;
  }>(
    `SELECT h.entries::text, h.last_id::text, h.hash, h.seal, (SELECT value #>> '{}' FROM setting WHERE key = 'audit_key') AS key
     FROM (SELECT 1) one LEFT JOIN audit_head h ON true`,
  );
  const row = rows[0];
  const key = process.env.PARAPET_AUDIT_KEY || row?.key || "";
  if (!row?.entries) return { head: null, key };
  const head = { entries: Number(row.entries), lastId: row.last_id, hash: row.hash };
  return { head: { ...head, seal: row.seal, holds: isSealed(head, row.seal, key) }, key };
}
