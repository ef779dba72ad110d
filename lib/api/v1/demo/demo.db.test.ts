import { afterAll, beforeAll, expect, it } from "vitest";
import { call } from "@/lib/api/call";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { developer } from "@/lib/queries/testing/scopes";
import { keepDemoProgress } from "@/lib/services/setting/demo";
import { getDemo } from "./get";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await closePool();
  await database.close();
});

it("is no demo unless sample data is kept, and then says how far that is and no more", async () => {
  const ask = () => call(getDemo, developer([]));
  expect(await ask()).toEqual({ demo: null });
  const progress = { now: "2026-11-27T00:00:00Z", step: 12, steps: 190, day: 34, days: 90, done: false };
  await keepDemoProgress(database.pool, progress);
  expect(await ask()).toEqual({ demo: { day: 34, days: 90, done: false } });
  await keepDemoProgress(database.pool, { ...progress, step: 190, day: 90, done: true });
  expect(await ask()).toEqual({ demo: { day: 90, days: 90, done: true } });
});
