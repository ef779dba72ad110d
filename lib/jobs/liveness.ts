import type { Pool, PoolClient } from "pg";

/** Namespace of the advisory locks that say "this worker lives". */
const ALIVE = 72_010;

/**
 * A worker's process may be killed at any point; its jobs would then stay locked for hours. Each worker holds an
 * advisory lock under its id for as long as its connection lives, so that anybody can see at once who is gone.
 */
export async function holdAlive(pool: Pool, workerIds: readonly string[]): Promise<{ release(): void }> {
  const client = await pool.connect();
  client.on("error", () => {});
  for (const id of workerIds) await client.query("SELECT pg_advisory_lock($1, hashtext($2))", [ALIVE, id]);
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      // Ending the session gives its locks back.
      client.release(true);
    },
  };
}

/**
 * Gives back the jobs of workers that are gone. Returns their ids. Jobs that were taken this very moment are left for
 * the next time: a worker that starts takes its first one before it holds its lock.
 */
export async function unlockDead(pool: Pool): Promise<string[]> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      "SELECT DISTINCT locked_by AS id FROM graphile_worker._private_jobs WHERE locked_at < now() - interval '3 seconds'",
    );
    const dead: string[] = [];
    for (const { id } of rows) if (await isGone(client, id)) dead.push(id);
    if (dead.length > 0) {
      // That its worker was killed is no fault of the job: it loses no attempt by it.
      await client.query(
        "UPDATE graphile_worker._private_jobs SET attempts = greatest(attempts - 1, 0) WHERE locked_by = ANY ($1::text[])",
        [dead],
      );
      await client.query("SELECT graphile_worker.force_unlock_workers($1::text[])", [dead]);
    }
    return dead;
  } finally {
    client.release();
  }
}

async function isGone(client: PoolClient, id: string): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>("SELECT pg_try_advisory_lock($1, hashtext($2)) AS free", [
    ALIVE,
    id,
  ]);
  if (!rows[0]?.free) return false;
  await client.query("SELECT pg_advisory_unlock($1, hashtext($2))", [ALIVE, id]);
  return true;
}
