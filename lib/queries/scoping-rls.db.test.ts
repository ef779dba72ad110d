import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { fill } from "./testing/fill";
import { allowedNames, everything, leaked } from "./testing/leaks";
import { developer } from "./testing/scopes";

// The queries' own filter says yes to everything here, so that row-level security stands alone.
vi.mock("./visible", () => ({
  visible: () => [],
  visibleBranches: () => ["true"],
  ownPosture: () => [],
  ownTeam: () => "true",
}));

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

describe("row-level security alone", () => {
  it.each([[[2]], [[5, 9]], [[]]])(
    "teams %j: hides every name of another team, its people, assets and clusters",
    async (teams) => {
      const answers = await everything(developer(teams, teams[0] ?? 1), database.pool);
      const allowed = await allowedNames(database.pool, teams, true);
      expect(Object.fromEntries(leaked(answers, allowed))).toEqual({});
      for (const team of teams) expect(JSON.stringify(answers)).toContain(`team-${team}`);
    },
  );
});
