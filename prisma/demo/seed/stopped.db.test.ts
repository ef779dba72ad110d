import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "@/lib/authz/actor";
import { scopeOf } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { reading } from "@/lib/db/read";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { endOf } from "@/lib/queries/posture/moment";
import { postureIn } from "@/lib/queries/posture/posture";
import { demoProgress, keepDemoProgress } from "@/lib/services/setting/demo";
import { fillDemo, openDemo } from "../main";

/** The week in which the flaw comes that is exploited, with people at work on it. */
const slice = { clusters: ["checkout-prod", "ml-gpu"], from: 5, say: () => {}, work: true };
const last = 2;
let db: TestDatabase;

const rows = async (sql: string) => (await db.pool.query(sql)).rows;

/** Posture by cluster, team and area on the evening of a day; told as of now, or as of the past. */
async function evening(day: string, past: boolean) {
  const scope = scopeOf(systemActor("test"));
  const at = new Date(endOf(day).getTime() - 1);
  const told = await reading(scope, async (run) => [
    await postureIn(run, scope, "cluster", {}, { day: past ? day : null, at }),
    await postureIn(run, scope, "team", {}, { day: past ? day : null, at }),
    await postureIn(run, scope, "area", {}, { day: past ? day : null, at }),
    await postureIn(run, scope, "team", { cluster: slice.clusters[0] }, { day: past ? day : null, at }),
  ]);
  // The tool that fell silent is named only today.
  const plain = (_: string, value: unknown) =>
    value && typeof value === "object" && "reason" in value ? { ...value, reason: null } : value;
  return JSON.parse(
    JSON.stringify(
      told.map(({ total, rows }) => ({ total, rows })),
      plain,
    ),
  );
}
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
  const day = end.toISOString().slice(0, 10);
  const then = await evening(day, false);
  expect(await evening(day, true)).toEqual(then);
  const written = await journal(end);
  expect(await journal(new Date())).toEqual(written);

  await keepDemoProgress(db.pool, { ...stopped, done: false });
  expect(await fillDemo(slice)).toBe(true);
  expect(await evening(day, false)).not.toEqual(then);
  expect(await journal(end)).toEqual(written);
  expect(await evening(day, true)).toEqual(then);
}, 300_000);
