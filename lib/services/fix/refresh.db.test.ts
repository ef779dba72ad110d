import { afterAll, beforeAll, expect, it } from "vitest";
import { closePool } from "../../db/pool";
import { type TestDatabase, testDatabase } from "../../db/testing/database";
import { fill } from "../../queries/testing/fill";
import { refreshFixes } from "./refresh";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 600, clusters: 3, teams: 3, detections: true });
});
afterAll(async () => {
  await closePool();
  await database.close();
});

it("leaves out a subject that cannot be worked out, tells it, and does all others", async () => {
  const { pool } = database;
  await pool.query(
    "INSERT INTO fix_dirty (subject_id) SELECT DISTINCT subject_id FROM finding WHERE presence = 0 ORDER BY 1",
  );
  const { rows } = await pool.query<{ id: number }>(
    "SELECT min(subject_id) AS id FROM finding WHERE presence = 0 AND state < 4 AND fix_state = 3 AND NOT awaiting AND kind = 0",
  );
  const bad = rows[0]?.id ?? 0;
  await pool.query(`ALTER TABLE fix_part ADD CONSTRAINT broken CHECK (subject_id <> ${bad})`);
  await expect(refreshFixes(pool)).rejects.toThrow("broken");
  const left = await pool.query<{ subject_id: number }>("SELECT DISTINCT subject_id FROM fix_dirty");
  expect(left.rows.map((row) => row.subject_id)).toEqual([bad]);
  await pool.query("ALTER TABLE fix_part DROP CONSTRAINT broken");
  expect(await refreshFixes(pool)).toBe(1);
  const parts = await pool.query("SELECT 1 FROM fix_part WHERE subject_id = $1", [bad]);
  expect(parts.rows.length).toBeGreaterThan(0);
});

it("stops between batches when it is told to, and leaves the rest for later", async () => {
  const { pool } = database;
  await pool.query("TRUNCATE fix_dirty");
  await pool.query("INSERT INTO fix_dirty (subject_id) SELECT DISTINCT subject_id FROM finding WHERE presence = 0");
  expect(await refreshFixes(pool, async () => false)).toBe(0);
  const waiting = async () => (await pool.query("SELECT DISTINCT subject_id FROM fix_dirty")).rowCount;
  const all = await waiting();
  expect(all).toBeGreaterThan(0);
  expect(await refreshFixes(pool)).toBe(all);
  expect(await waiting()).toBe(0);
});
