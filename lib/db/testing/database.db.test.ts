import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "./database";

let one: TestDatabase;
let two: TestDatabase;

beforeAll(async () => {
  [one, two] = await Promise.all([testDatabase(), testDatabase()]);
});

afterAll(async () => {
  await Promise.all([one.close(), two.close()]);
});

test("each database is its own", async () => {
  await one.pool.query("CREATE TABLE mine (id int)");
  const seen = await two.pool.query("SELECT to_regclass('mine') AS table");
  expect(seen.rows[0].table).toBeNull();
});

test("the extensions that the product needs can be created", async () => {
  for (const name of ["pg_trgm", "btree_gin", "pg_stat_statements"]) {
    await one.pool.query(`CREATE EXTENSION IF NOT EXISTS ${name}`);
  }
});
