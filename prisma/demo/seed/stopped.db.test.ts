import { afterAll, beforeAll, expect, test } from "vitest";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { demoProgress, keepDemoProgress } from "@/lib/services/setting/demo";
import { fillDemo, openDemo } from "../main";

/** The week in which the flaw comes that is exploited, with people at work on it. */
const slice = { clusters: ["checkout-prod", "ml-gpu"], from: 9, say: () => {}, work: true };
const last = 2;
let db: TestDatabase;

const rows = async (sql: string) => (await db.pool.query(sql)).rows;
const counts = () =>
  rows(`SELECT cluster_id, team_id, fix_team_id, area, unit, severity, state, sum(n)::int AS n, sum(points)::int AS points
    FROM posture_count GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7`);
const journal = (before: Date) =>
  rows(`SELECT count(*)::int AS n, md5(string_agg(e::text, E'\n' ORDER BY e)) AS digest FROM (
    SELECT finding_id, axis, before, after, observed_at FROM finding_event WHERE observed_at <= '${before.toISOString()}') e`);

beforeAll(async () => {
  db = await testDatabase();
  await openDemo();
});

afterAll(async () => {
  await closePool();
  await db.close();
});

test("a run that is stopped at a day and goes on later keeps that day as it was, and adds nothing to its journal", async () => {
  expect(await fillDemo({ ...slice, until: last })).toBe(true);
  const stopped = await demoProgress(db.pool);
  if (!stopped) throw new Error("no progress");
  expect(stopped).toMatchObject({ day: 90 - last, done: true });
  const now = new Date(stopped.now);
  const end = new Date(
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) - (last - 1) * 86_400_000 - 1,
  );
  const then = await counts();
  const written = await journal(end);
  expect(await journal(new Date())).toEqual(written);

  await keepDemoProgress(db.pool, { ...stopped, done: false });
  expect(await fillDemo(slice)).toBe(true);
  expect(await counts()).not.toEqual(then);
  expect(await journal(end)).toEqual(written);
  const kept = await rows(`SELECT cluster_id, team_id, fix_team_id, area, unit, severity, state, n::int, points::int
    FROM posture_day WHERE day = '${end.toISOString().slice(0, 10)}' AND n <> 0 ORDER BY 1, 2, 3, 4, 5, 6, 7`);
  expect(kept).toEqual(then);
});
