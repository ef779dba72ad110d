import type { Pool, PoolClient } from "pg";

/**
 * Runs `work` where nobody else, in this process or another, is at the same: under an advisory lock of the session, which
 * ends with whoever is killed. false: somebody else is at it, and nothing was done.
 * @param space number of the lock, of this kind of work alone
 * @param of what of it; left out: all of it
 */
export async function alone(
  pool: Pool,
  space: number,
  work: (client: PoolClient) => Promise<unknown>,
  of = "",
): Promise<boolean> {
  const client = await pool.connect();
  try {
    // Before any transaction, whose first statement would decide what it sees.
    const { rows } = await client.query<{ mine: boolean }>("SELECT pg_try_advisory_lock($1, hashtext($2)) AS mine", [
      space,
      of,
    ]);
    if (!rows[0]?.mine) return false;
    try {
      await work(client);
    } finally {
      await client.query("SELECT pg_advisory_unlock($1, hashtext($2))", [space, of]);
    }
    return true;
  } finally {
    client.release();
  }
}
