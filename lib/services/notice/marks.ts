import type { Pool } from "pg";

/** Up to which ids everything can be seen by now. */
export interface Mark {
  at: Date;
  findingId: string;
  eventId: string;
}

/**
 * Takes a mark, and gives the newest one that is safe: whatever was given an id before it is written for all to see, as
 * every transaction that writes now began after it. So a long import holds digests back rather than being left out.
 */
export async function safeMark(pool: Pool): Promise<Mark | null> {
  await pool.query(
    `INSERT INTO notice_mark (at, finding_id, event_id)
     SELECT clock_timestamp(), coalesce((SELECT max(id) FROM finding), 0), coalesce((SELECT max(id) FROM finding_event), 0)
     ON CONFLICT (at) DO NOTHING`,
  );
  const { rows } = await pool.query<Mark>(
    `SELECT at, finding_id::text AS "findingId", event_id::text AS "eventId" FROM notice_mark
     WHERE at <= (SELECT coalesce(min(xact_start), clock_timestamp()) FROM pg_stat_activity
       WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid())
     ORDER BY at DESC LIMIT 1`,
  );
  await pool.query("DELETE FROM notice_mark WHERE at < now() - interval '2 days'");
  return rows[0] ?? null;
}
