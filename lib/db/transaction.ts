import type { Pool, PoolClient } from "pg";
import { pool } from "./pool";

/** Runs `work` in one transaction; rolls back and rethrows when it throws. */
export async function transaction<T>(work: (client: PoolClient) => Promise<T>, from: Pool = pool()): Promise<T> {
  const client = await from.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}
