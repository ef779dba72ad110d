import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { fill } from "./testing/fill";
import { allowedNames, everything, leaked } from "./testing/leaks";
import { developer } from "./testing/scopes";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 2_500, clusters: 4, teams: 30, detections: true, fixes: true });
  await database.pool.query(
    "INSERT INTO finding_event (finding_id, axis, before, after, observed_at) SELECT id, 5, 1 + id % 30, team_id, now() FROM finding",
  );
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe("what a developer is told", () => {
  it.each([[[2]], [[5, 9]], [[]]])(
    "teams %j: no name of another team, its people, assets or clusters",
    async (teams) => {
      const answers = await everything(developer(teams, teams[0] ?? 1), database.pool);
      const allowed = await allowedNames(database.pool, teams, false);
      expect(Object.fromEntries(leaked(answers, allowed))).toEqual({});
      const told = JSON.stringify(answers);
      for (const team of teams) expect(told).toContain(`team-${team}`);
      expect(answers.filter(([, answer]) => typeof answer !== "string").length).toBeGreaterThan(15);
    },
  );

  it("would be noticed: to readers of everything all names are told", async () => {
    const everybody = { ...developer([]), role: "security" as const };
    const answers = await everything(everybody, database.pool);
    expect(leaked(answers, await allowedNames(database.pool, [2], false)).size).toBeGreaterThan(100);
  });
});
