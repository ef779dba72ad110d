import { afterAll, beforeAll, expect, it } from "vitest";
import { pipelined } from "./pipeline";
import { type TestDatabase, testDatabase } from "./testing/database";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

it("answers in order, and what fails in a transaction leaves nothing and spoils no statement of later", async () => {
  const client = await database.pool.connect();
  const insert = (n: number | null) => ({
    ...{ name: "insert", text: "INSERT INTO numbers VALUES ($1::int + 0 / $1::int) RETURNING n", values: [n] },
  });
  const count = { name: "count", text: "SELECT count(*)::int AS n FROM numbers" };
  try {
    await client.query("CREATE TEMP TABLE numbers (n int)");
    const [, one, all] = await pipelined(client, () => [
      client.query("BEGIN; SELECT 1"),
      client.query<{ n: number }>(insert(7)),
      client.query<{ n: number }>(count),
    ]);
    expect([one.rows, all.rows]).toEqual([[{ n: 7 }], [{ n: 1 }]]);
    const other = { name: "other", text: "SELECT 1" };
    await expect(
      pipelined(client, () => [client.query(insert(0)), client.query(other), client.query(insert(8))]),
    ).rejects.toThrow("division by zero");
    await client.query("ROLLBACK");
    expect((await client.query(count)).rows).toEqual([{ n: 0 }]);
    expect((await client.query(other)).rowCount).toBe(1);
  } finally {
    client.release();
  }
});
