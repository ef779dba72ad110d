import type { Pool } from "pg";

/** Bytes of write-ahead log so far. */
export async function logBytes(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: number }>(
    "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 AS bytes",
  );
  return rows[0]?.bytes ?? 0;
}

/** Call before; the answer counts the rows of detection and finding that were written or deleted since. */
export async function watchRows(pool: Pool): Promise<() => Promise<number>> {
  const look = async () => {
    const { rows } = await pool.query<{ next: string; n: number }>(
      `SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next,
         (SELECT count(*) FROM detection)::float8 + (SELECT count(*) FROM finding)::float8 AS n`,
    );
    return rows[0] as { next: string; n: number };
  };
  const before = await look();
  return async () => {
    const after = await look();
    const { rows } = await pool.query<{ n: number }>(
      `SELECT ((SELECT count(*) FROM detection WHERE xmin::text::bigint >= $1)
         + (SELECT count(*) FROM finding WHERE xmin::text::bigint >= $1))::float8 AS n`,
      [Number(BigInt(before.next) % 2n ** 32n)],
    );
    return (rows[0]?.n ?? 0) + Math.max(0, before.n - after.n);
  };
}
