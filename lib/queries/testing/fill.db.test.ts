import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { fill } from "./fill";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 3_000, clusters: 4, teams: 6 });
});
afterAll(() => database.close());

const counts = ["posture_count", "posture_sum", "posture_fix", "posture_cluster", "posture_team", "posture_brief"];
const days = ["posture_day", "flow_day", "posture_total", "flow_total"];

/** Rows as text; the merge leaves those behind that have come to nothing, which tell as little as none. */
async function rowsOf(table: string): Promise<string[]> {
  const some: Record<string, string> = {
    posture_count: "n <> 0",
    posture_sum: 'info + low + "unknown" + medium + high + critical <> 0',
    posture_fix: 'info + low + "unknown" + medium + high + critical <> 0',
    posture_cluster: 'info + low + "unknown" + medium + high + critical <> 0',
    posture_brief: 'info + low + "unknown" + medium + high + critical <> 0',
    posture_team: 'info + low + "unknown" + medium + high + critical <> 0',
  };
  const text = `SELECT x::text AS row FROM ${table} x WHERE ${some[table] ?? true} ORDER BY 1`;
  return (await database.pool.query<{ row: string }>(text)).rows.map(({ row }) => row);
}

it("makes the roll-ups and day tables that a merge makes of these findings and their journal", async () => {
  const tables = [...counts, ...days];
  const filled = await Promise.all(tables.map(rowsOf));
  await database.pool.query(
    `SELECT merge_begin();
     INSERT INTO day_touched (day) SELECT DISTINCT day FROM posture_day UNION SELECT DISTINCT day FROM flow_day;
     DELETE FROM posture_count; DELETE FROM posture_sum; DELETE FROM posture_fix; DELETE FROM posture_cluster;
     DELETE FROM posture_team; DELETE FROM posture_brief; DELETE FROM posture_day; DELETE FROM flow_day;
     INSERT INTO pd SELECT * FROM history_rows(NULL, false);
     SELECT merge_flush(); SELECT history_totals(); SELECT posture_fold(1)`,
  );
  for (const [i, table] of tables.entries()) {
    expect(filled[i]?.length, table).toBeGreaterThan(50);
    expect(filled[i], table).toEqual(await rowsOf(table));
  }
});

it("leaves every index that the migrations made", async () => {
  const text = "SELECT indexdef FROM pg_indexes WHERE tablename = 'finding' ORDER BY 1";
  const fresh = await testDatabase();
  try {
    expect((await database.pool.query(text)).rows).toEqual((await fresh.pool.query(text)).rows);
  } finally {
    await fresh.close();
  }
});
