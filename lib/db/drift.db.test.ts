import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { drift } from "./drift";
import { schemaScript } from "./schema-engine";
import { type TestDatabase, testDatabase } from "./testing/database";

let migrated: TestDatabase;
const declared = new URL("postgresql://localhost");

beforeAll(async () => {
  migrated = await testDatabase();
  declared.href = migrated.url;
  declared.pathname += "_declared";
  await migrated.pool.query(`CREATE DATABASE ${declared.pathname.slice(1)}`);
  const client = new pg.Client({ connectionString: declared.href });
  await client.connect();
  await client.query(await schemaScript(declared.href));
  await client.end();
});

afterAll(async () => {
  await migrated.pool.query(`DROP DATABASE IF EXISTS ${declared.pathname.slice(1)} WITH (FORCE)`);
  await migrated.close();
});

test("schema.prisma and the migrations make the same tables", async () => {
  expect(await drift(declared.href, migrated.url)).toEqual([]);
});

test("a column that only the migrations have is told", async () => {
  await migrated.pool.query("ALTER TABLE cluster ADD COLUMN forgotten int");
  expect(await drift(declared.href, migrated.url)).toEqual([expect.stringMatching(/^- column cluster\.forgotten/)]);
});
