import type { Pool, PoolClient } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../db/testing/database";
import { fill } from "../queries/testing/fill";

/**
 * The statements of the merge do work in proportion to the findings they concern. Plans are made when tables are empty
 * and outlive that, and of temporary tables nothing is known: a loop over all pairs looks good until there are many.
 */
let db: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  db = await testDatabase();
  pool = db.pool;
  await fill(pool, { rows: 20_000, clusters: 3, teams: 6, detections: true });
  // As after a first import: a journal without a line, which will have millions.
  await pool.query("DELETE FROM finding_event");
  await pool.query("VACUUM (ANALYZE)");
}, 120_000);
afterAll(() => db.close());

/** Rows that came out of the nodes of the plan, or were passed over there, in all of its loops. */
function work(plan: string): number {
  let loops = 1;
  let sum = 0;
  for (const line of plan.split("\n")) {
    const actual = /actual rows=([\d.]+) loops=(\d+)/.exec(line);
    const removed = /Rows Removed by (?:Join )?Filter: (\d+)/.exec(line);
    if (actual) loops = Number(actual[2]);
    if (actual) sum += Math.max(1, Number(actual[1])) * loops;
    if (removed) sum += Number(removed[1]) * loops;
  }
  return sum;
}

/** Merges what `prepare` marks, undoes it, and tells what each statement had to do. */
async function worked(prepare: (client: PoolClient) => Promise<void>): Promise<{ keys: number; plans: string[] }> {
  const client = await pool.connect();
  const plans: string[] = [];
  client.on("notice", ({ message }) => plans.push(message ?? ""));
  try {
    await client.query("LOAD 'auto_explain'");
    await client.query("BEGIN; SELECT merge_begin()");
    await prepare(client);
    await client.query(
      `SET LOCAL auto_explain.log_min_duration = 0; SET LOCAL auto_explain.log_analyze = on; SET LOCAL auto_explain.log_timing = off;
       SET LOCAL auto_explain.log_nested_statements = on; SET LOCAL auto_explain.log_level = warning`,
    );
    await client.query("SELECT merge_move(); SELECT merge_derive(); SELECT merge_flush()");
    await client.query("SET LOCAL auto_explain.log_min_duration = -1");
    const { rows } = await client.query<{ n: number }>("SELECT count(*)::int AS n FROM dk");
    return { keys: rows[0]?.n ?? 0, plans };
  } finally {
    await client.query("ROLLBACK");
    client.release(true);
  }
}

function expectInProportion({ keys, plans }: { keys: number; plans: string[] }): void {
  expect(keys).toBeGreaterThan(1000);
  expect(plans.length).toBeGreaterThan(5);
  for (const plan of plans) {
    // All of the journal, in its order.
    expect(plan).not.toContain("finding_event_pkey");
    expect([work(plan) < 150 * keys, plan]).toEqual([true, plan]);
  }
}

it("of a change of team", async () => {
  expectInProportion(
    await worked(async (client) => {
      await client.query(
        `SELECT place_change(jsonb_agg(jsonb_build_object('subject', subject_id, 'place', place_id, 'asset', asset_id,
           'workload', workload_id, 'team', 99, 'fixTeam', 99)), now(), NULL) FROM placement WHERE cluster_id = 1`,
      );
    }),
  );
});

it("of findings that go where others are", async () => {
  expectInProportion(
    await worked(async (client) => {
      await client.query(
        `WITH two AS (SELECT subject_id, min(place_id) AS a, max(place_id) AS b FROM placement GROUP BY 1 HAVING min(place_id) <> max(place_id)),
           gone AS (DELETE FROM placement p USING two WHERE p.subject_id = two.subject_id AND p.place_id = two.a)
         INSERT INTO mv (subject_id, from_place, from_team, to_place, to_team, at)
           SELECT DISTINCT two.subject_id, two.a, -1, two.b, p.team_id, now() FROM two JOIN placement p ON p.subject_id = two.subject_id AND p.place_id = two.b`,
      );
    }),
  );
});

it("of advisories that become known to be exploited", async () => {
  expectInProportion(
    await worked(async (client) => {
      await client.query("UPDATE rule SET kev = true, factor = 5 WHERE id % 4 = 0");
      await client.query(
        `INSERT INTO dk (subject_id, place_id, rule_id, loc, gone, at)
         SELECT DISTINCT subject_id, place_id, rule_id, loc, false, now() FROM finding WHERE rule_id % 4 = 0`,
      );
    }),
  );
});
