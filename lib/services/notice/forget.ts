import type { Pool } from "pg";

/** Days that messages which were sent or given up stay in the list of an integration, and notices in an inbox. */
const SENT_DAYS = 30;
const INBOX_DAYS = 180;

/** Lets go of what is old. What still waits stays, however old it is. */
export async function forgetNotices(pool: Pool, now = new Date()): Promise<void> {
  await pool.query(
    "DELETE FROM notice_delivery WHERE coalesce(delivered_at, failed_at) < $1::timestamptz - make_interval(days => $2)",
    [now, SENT_DAYS],
  );
  await pool.query("DELETE FROM notice WHERE at < $1::timestamptz - make_interval(days => $2)", [now, INBOX_DAYS]);
  await pool.query(
    `DELETE FROM notice_event e WHERE dispatched_at < $1::timestamptz - make_interval(days => $2)
       AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.event_id = e.id) AND NOT EXISTS (SELECT 1 FROM notice_delivery d WHERE d.event_id = e.id)`,
    [now, SENT_DAYS],
  );
}
