import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { fill } from "../testing/fill";
import { fixesFromPosture, sumsFromPosture } from "../testing/roll-up";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 1_500, clusters: 3, teams: 4 });
});
afterAll(() => database.close());

const code = (most: number) => fc.integer({ min: 0, max: most });
/** A change of the roll-up as a merge leaves it in `pd`: a row goes from one cell to another, say. */
const anyDelta = fc.record({
  place: code(9),
  team: code(4),
  fix: code(4),
  area: code(6),
  kind: code(7),
  severity: code(5),
  state: code(12),
  n: fc.integer({ min: -3, max: 3 }),
});

/** Rows of a table that say another thing than what they should, in either direction. */
async function differences(table: string, should: string): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    `(SELECT * FROM (${should}) a WHERE a."high" <> 0 OR a."critical" <> 0 OR a."low" <> 0 OR a."info" <> 0 OR a."medium" <> 0 OR a."unknown" <> 0
      EXCEPT SELECT * FROM ${table}) UNION ALL
     (SELECT * FROM ${table} a WHERE a."high" <> 0 OR a."critical" <> 0 OR a."low" <> 0 OR a."info" <> 0 OR a."medium" <> 0 OR a."unknown" <> 0
      EXCEPT SELECT * FROM (${should}) b)`,
  );
  return rows;
}

describe("sums without the place", () => {
  it("follow the roll-up through any change of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDelta, { minLength: 1, maxLength: 40 }), async (deltas) => {
        const client = await database.pool.connect();
        try {
          await client.query("BEGIN");
          await client.query("SELECT merge_begin()");
          await client.query(
            `INSERT INTO pd SELECT place, team, fix, area, kind, severity, state, 0, 0, n, n * 10, n, 0, n, current_date, 0, 0, 0
             FROM jsonb_to_recordset($1::jsonb) d(place int, team int, fix int, area int, kind int, severity int, state int, n int)`,
            [JSON.stringify(deltas.map((delta) => ({ ...delta, place: delta.place + 1 })))],
          );
          await client.query("UPDATE pd SET cluster_id = (SELECT cluster_id FROM place WHERE id = place_id)");
          await client.query("SELECT merge_flush()");
          await client.query("COMMIT");
        } finally {
          client.release();
        }
        expect(await differences("posture_sum", sumsFromPosture)).toEqual([]);
        expect(await differences("posture_fix", fixesFromPosture)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});
