import { pool } from "@/lib/db/pool";
import { chainHash } from "./canonical";

export interface AuditVerdict {
  entries: number;
  /** Id of the first entry that is not what was written, or whose predecessor is missing; null when all hold. */
  brokenAt: string | null;
}

interface Row {
  id: string;
  at: Date;
  actor: string;
  actor_id: number | null;
  action: string;
  target: string;
  detail: unknown;
  request_id: string | null;
  previous: Buffer | null;
  hash: Buffer | null;
}

const PAGE = 1_000;

/** Follows the hash chain from the first entry to the last. Reads in pages, so the log may be of any length. */
export async function verifyAudit(): Promise<AuditVerdict> {
  let previous: Buffer | null = null;
  let after = "0";
  for (let entries = 0; ; ) {
    const { rows }: { rows: Row[] } = await pool().query<Row>(
      `SELECT e.id::text, at, actor, actor_id, action, target, detail, request_id, previous, hash
       FROM audit_entry e WHERE e.id > $1 ORDER BY e.id LIMIT ${PAGE}`,
      [after],
    );
    for (const row of rows) {
      const expected = chainHash(previous, {
        at: row.at.toISOString(),
        actor: row.actor,
        actorId: row.actor_id,
        action: row.action,
        target: row.target,
        detail: row.detail,
        requestId: row.request_id,
      });
      const linked = previous === null ? row.previous === null : row.previous?.equals(previous);
      if (!linked || !row.hash?.equals(expected)) return { entries, brokenAt: row.id };
      previous = expected;
      after = row.id;
      entries++;
    }
    if (rows.length < PAGE) return { entries, brokenAt: null };
  }
}
