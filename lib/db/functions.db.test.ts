import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { applyFunctions, readFunctions } from "./functions";
import { type TestDatabase, testDatabase } from "./testing/database";

const DEFINITION = /^CREATE OR REPLACE FUNCTION (\w+)\s*\([\s\S]*?(\$\w*\$)([\s\S]*?)\2/gm;

/** The last migration that defines functions; all that came later leave that to prisma/functions. */
const LAST = "20261127009500_merge_speed";

describe("SQL functions", () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await testDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.close();
  });

  const stored = async () => {
    const { rows } = await client.query<{ name: string; body: string }>(
      `SELECT p.proname AS name, p.prosrc AS body FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
         AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1`,
    );
    return rows;
  };

  it("are each defined once, as the database has them", async () => {
    const text = await readFunctions();
    const defined = [...text.matchAll(DEFINITION)].map(([, name, , body]) => ({ name, body }));
    expect(await stored()).toEqual(defined.sort((a, b) => ((a.name as string) < (b.name as string) ? -1 : 1)));
  });

  it("are made anew where the database has others, and only there", async () => {
    expect(await applyFunctions(client)).toBe(false);
    await client.query(
      "CREATE OR REPLACE FUNCTION is_located(kind smallint) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    );
    await client.query("UPDATE setting SET value = '\"of an older version\"' WHERE key = 'functions'");
    expect(await applyFunctions(client)).toBe(true);
    expect((await client.query("SELECT is_located(0::smallint) AS located")).rows).toEqual([{ located: false }]);
    expect(await applyFunctions(client)).toBe(false);
  });

  it("are in no new migration", async () => {
    const directory = path.join(process.cwd(), "prisma/migrations");
    const later = (await readdir(directory)).filter((name) => /^\d/.test(name) && name > LAST);
    for (const name of later) {
      const sql = await readFile(path.join(directory, name, "migration.sql"), "utf8");
      expect(sql, `${name} defines a function: its place is prisma/functions`).not.toMatch(
        /CREATE\s+(OR\s+REPLACE\s+)?FUNCTION/i,
      );
    }
  });
});
