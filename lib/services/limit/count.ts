import { Refusal } from "@/lib/authz/refusal";
import { pool } from "@/lib/db/pool";

export interface Window {
  /** Hits in the window, this one included. */
  count: number;
  /** Seconds until the window ends. */
  resetIn: number;
}

/** One in this many windows clears out old ones, so that the table stays small without a job. */
const SWEEP = 50;

/** Counts one hit in the fixed window of `seconds` that now lies in. In Postgres, so that all replicas count alike. */
export async function countHit(key: string, seconds: number): Promise<Window> {
  const { rows } = await pool().query<{ count: number; reset: number }>(
    `INSERT INTO rate_limit AS r (key, window_start, count)
     VALUES ($1, date_bin(make_interval(secs => $2), now(), 'epoch'), 1)
     ON CONFLICT (key, window_start) DO UPDATE SET count = r.count + 1
     RETURNING count, ceil(extract(epoch FROM window_start + make_interval(secs => $2) - now()))::int AS reset`,
    [key, seconds],
  );
  const { count, reset } = rows[0] ?? { count: 1, reset: seconds };
  if (count === 1 && Math.random() * SWEEP < 1) {
    await pool().query("DELETE FROM rate_limit WHERE window_start < now() - interval '1 day'");
  }
  return { count, resetIn: Math.max(1, reset) };
}

/** Takes back one hit, or all of them, of the current window. */
export async function forgiveHit(key: string, seconds: number, all = false): Promise<void> {
  await pool().query(
    `UPDATE rate_limit SET count = CASE WHEN $3 THEN 0 ELSE greatest(count - 1, 0) END
     WHERE key = $1 AND window_start = date_bin(make_interval(secs => $2), now(), 'epoch')`,
    [key, seconds, all],
  );
}

/** Counts a hit and throws `too_many` above `max`. */
export async function limitRate(key: string, max: number, seconds: number): Promise<void> {
  const { count, resetIn } = await countHit(key, seconds);
  if (count > max) {
    throw new Refusal("too_many", `Too many requests. Try again in ${resetIn} s.`, { retryAfter: resetIn });
  }
}
