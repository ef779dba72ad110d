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
  fixState: code(3),
  area: code(6),
  kind: code(7),
  severity: code(5),
  state: code(12),
  n: fc.integer({ min: -3, max: 3 }),
});

const counts = 'info, low, "unknown", medium, high, critical, fixable';
const scores = "points, kev, exposed_kev";
const cells = "state, area, kind, fix_state";

/** Rows that are summed to anything but nothing, as text. */
async function told(from: string, by: string, columns: string): Promise<string[]> {
  const sums = columns.split(", ").map((name) => `sum(${name}) AS ${name}`);
  const { rows } = await database.pool.query<{ row: string }>(
    `SELECT s::text AS row FROM (SELECT ${by}, ${sums.join(", ")} FROM (${from}) x GROUP BY ${by}) s
     WHERE (info, low, "unknown", medium, high, critical) <> (0, 0, 0, 0, 0, 0) ORDER BY 1`,
  );
  return rows.map(({ row }) => row);
}

const severities = 'info, low, "unknown", medium, high, critical';
const brief = `cluster_id, state, fix_state, ${severities}`;
/** All that there is (-1), and what a team may see, runs, and can fix. */
const inRoles = `SELECT 0 AS role, -1 AS team_id, ${brief} FROM posture_count_by_severity s
  UNION ALL SELECT 0, team_id, ${brief} FROM posture_count_by_severity s
  UNION ALL SELECT 0, fix_team_id, ${brief} FROM posture_count_by_severity s WHERE fix_team_id <> team_id
  UNION ALL SELECT 1, team_id, ${brief} FROM posture_count_by_severity s
  UNION ALL SELECT 2, fix_team_id, ${brief} FROM posture_count_by_severity s`.replaceAll(
  "posture_count_by_severity",
  `(SELECT *, ${["info", "low", '"unknown"', "medium", "high", "critical"].map((name, code) => `CASE WHEN severity = ${code} THEN n ELSE 0 END AS ${name}`).join(", ")} FROM posture_count)`,
);

async function expectSums(): Promise<void> {
  const all = `${counts}, ${scores}`;
  const weighed = `SELECT s.*, coalesce(c.criticality, 10) AS weight FROM (${sumsFromPosture}) s LEFT JOIN cluster c ON c.id = s.cluster_id`;
  for (const [view, from, by, columns] of [
    ["posture_sums", sumsFromPosture, `cluster_id, team_id, ${cells}, unit`, all],
    ["posture_clusters", sumsFromPosture, `cluster_id, ${cells}, unit`, all],
    ["posture_teams", weighed, `team_id, weight, ${cells}, unit`, all],
    ["posture_fixes", fixesFromPosture, `fix_team_id, cluster_id, team_id, ${cells}`, counts],
    ["posture_briefs", inRoles, "role, team_id, cluster_id, state, fix_state", severities],
  ] as const)
    expect(await told(`SELECT * FROM ${view}`, by, columns), view).toEqual(await told(from, by, columns));
  await expectNow();
}

/** What a posture is read from, of every part of the fleet: from the sums by state, and in the shape of a day. */
async function expectNow(): Promise<void> {
  const whole = 'info + low + "unknown" + medium + high + critical';
  const [open, accepted, weighing] = ["state < 4", "state = 4", "state NOT IN (5, 6)"].map(
    (states) => (column: string) => `coalesce(sum(${column}) FILTER (WHERE ${states}), 0)`,
  ) as [(column: string) => string, (column: string) => string, (column: string) => string];
  const sums = [
    ...["info", "low", '"unknown"', "medium", "high", "critical"].map((column) => open(column)),
    ...[
      `sum(${whole})`,
      accepted(whole),
      "sum(fixable)",
      weighing("exposed_kev"),
      weighing("points"),
      accepted("points"),
    ],
  ];
  const columns = `info, low, "unknown", medium, high, critical, present, accepted, fixable, exposed_kev, points, accepted_points`;
  const parts = ["cluster_id, team_id", "cluster_id, -1", "-weight, team_id", "-weight, -1"];
  const expected = parts.map(
    (part) => `SELECT ${part}, area, unit, ${sums.join(", ")} FROM sums WHERE state < 8 GROUP BY 1, 2, area, unit`,
  );
  const waiting = parts.map((part) => `SELECT ${part}, area, unit, ${columns} FROM waits`);
  const { rows } = await database.pool.query<{ kept: string[] | null; expected: string[] | null }>(
    `WITH sums AS (SELECT s.*, coalesce(c.criticality, 10) AS weight FROM (${sumsFromPosture}) s LEFT JOIN cluster c ON c.id = s.cluster_id),
       waits AS (SELECT w.*, coalesce(c.criticality, 10) AS weight FROM posture_waiting w LEFT JOIN cluster c ON c.id = w.cluster_id),
       kept AS (SELECT cluster_id, team_id, area, unit, ${columns
         .split(", ")
         .map((name) => `sum(${name}) AS ${name}`)
         .join(", ")}
         FROM (SELECT cluster_id, team_id, area, unit, ${columns} FROM posture_now UNION ALL ${waiting.join(" UNION ALL ")}) x GROUP BY 1, 2, 3, 4)
     SELECT (SELECT array_agg(k::text ORDER BY k::text) FROM kept k WHERE present <> 0) AS kept,
       (SELECT array_agg(e::text ORDER BY e::text) FROM (${expected.join(" UNION ALL ")}) e(cluster_id, team_id, area, unit, ${columns})
        WHERE present <> 0) AS expected`,
  );
  expect(rows[0]?.kept).toEqual(rows[0]?.expected);
}

describe("sums without the place", () => {
  it("follow a cluster that gets another weight", async () => {
    await database.pool.query("UPDATE cluster SET criticality = 15 WHERE id = 1");
    await database.pool.query("SELECT posture_total_up()");
    await expectSums();
  });

  it("follow the roll-up through any change of it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyDelta, { minLength: 1, maxLength: 40 }), async (deltas) => {
        const client = await database.pool.connect();
        try {
          await client.query("BEGIN");
          await client.query("SELECT merge_begin()");
          await client.query(
            `INSERT INTO pd SELECT place, team, fix, area, kind, severity, state, 0, 0, n, n * 10, n, 0, n, current_date, 0, 0, 0, "fixState"
             FROM jsonb_to_recordset($1::jsonb) d(place int, team int, fix int, area int, kind int, severity int, state int, "fixState" int, n int)`,
            [JSON.stringify(deltas.map((delta) => ({ ...delta, place: delta.place + 1 })))],
          );
          await client.query("UPDATE pd SET cluster_id = (SELECT cluster_id FROM place WHERE id = place_id)");
          await client.query("SELECT merge_flush()");
          await client.query("COMMIT");
        } finally {
          client.release();
        }
        await expectSums();
        // Now and then what waits is folded; the sums say the same before and after.
        if (deltas.length % 3 > 0) return;
        await database.pool.query("SELECT posture_fold(1)");
        expect((await database.pool.query("SELECT FROM posture_delta")).rowCount).toBe(0);
        await expectSums();
      }),
      { numRuns: 25 },
    );
  });
});
