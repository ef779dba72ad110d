import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../db/testing/database";
import { fill } from "../../queries/testing/fill";
import { rebuildHistory } from "./rebuild-history";

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await fill(db.pool, { rows: 2_000, clusters: 2, teams: 3 });
});

afterAll(() => db.close());

const told = async () =>
  (await db.pool.query("SELECT * FROM posture_day WHERE present <> 0 ORDER BY day, cluster_id, team_id, area, unit"))
    .rows;

test("what was kept is what findings and journal say; what somebody wrote by hand is put right", async () => {
  const before = await told();
  const same = await rebuildHistory(db.pool);
  expect(same.differed).toBe(0);
  expect(same.days).toBeGreaterThan(10);
  expect(await told()).toEqual(before);
  await db.pool.query("DELETE FROM posture_day WHERE ctid IN (SELECT ctid FROM posture_day WHERE present > 0 LIMIT 3)");
  await db.pool.query("UPDATE flow_day SET opened = opened + 1 WHERE ctid IN (SELECT ctid FROM flow_day LIMIT 2)");
  expect((await rebuildHistory(db.pool)).differed).toBe(5);
  expect(await told()).toEqual(before);
});
