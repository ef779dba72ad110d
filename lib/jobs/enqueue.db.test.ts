import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../db/testing/database";
import { enqueueUnits } from "./enqueue";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const jobs = async () =>
  (
    await database.pool.query<{ id: string; at: string | null; row: string }>(
      `SELECT id::text, payload->>'at' AS at, ctid::text AS row FROM graphile_worker._private_jobs WHERE payload->>'clusterId' IS NOT NULL ORDER BY id`,
    )
  ).rows;

it("units are counted once for all imports of a day that come before the job, and again for those that come behind it", async () => {
  const { pool } = database;
  await enqueueUnits(pool, [1], "2026-01-01T10:00:00.000Z");
  const first = await jobs();
  expect(first.length).toBe(1);
  await enqueueUnits(pool, [1], "2026-01-01T12:00:00.000Z");
  expect(await jobs()).toEqual(first);
  await enqueueUnits(pool, [1, 2], "2026-01-02T10:00:00.000Z");
  expect((await jobs()).map(({ at }) => at)).toEqual(["2026-01-02T10:00:00.000Z", "2026-01-02T10:00:00.000Z"]);

  // What an import counts on may not be taken before it commits.
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await enqueueUnits(client, [1], "2026-01-02T11:00:00.000Z");
    const { rowCount } = await pool.query(
      "SELECT FROM graphile_worker._private_jobs WHERE key = 'units-1' FOR UPDATE SKIP LOCKED",
    );
    expect(rowCount).toBe(0);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
  await pool.query("UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'w' WHERE key = 'units-1'");
  await enqueueUnits(pool, [1], "2026-01-02T12:00:00.000Z");
  expect((await jobs()).length).toBe(3);
});
