import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closePool } from "@/lib/db/pool";
import { reading } from "@/lib/db/read";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { anyRequest, anyScope } from "../testing/arbitrary";
import { type FleetShape, fill } from "../testing/fill";
import { matchesNothing } from "./filter";
import { lookUpKeys } from "./look-up";
import type { FindingRequest } from "./request";
import { resolveFilter } from "./resolve";
import type { Source } from "./sources";

const TEAMS = 5;
let database: TestDatabase;
let shape: FleetShape;

beforeAll(async () => {
  database = await testDatabase();
  shape = await fill(database.pool, { rows: 4_000, clusters: 3, teams: TEAMS });
});
afterAll(async () => {
  await closePool();
  await database.close();
});

/** Few filters at once, so that most find something. */
const someRequest = () =>
  fc
    .tuple(
      anyRequest(shape.clusters, TEAMS),
      fc.subarray(
        ["team", "state", "severity", "fix", "kev", "exposed", "assignee", "due", "cluster", "fixTeam"] as const,
        {
          maxLength: 3,
        },
      ),
    )
    .map(([request, keys]) => Object.fromEntries(keys.map((key) => [key, request[key]])) as FindingRequest);

// Which way is short depends on how many there are; each leads to the same.
it("find the same by cells, along the own work of teams, by what is marked, and along the work of all", async () => {
  const seen = { own: 0, marked: 0, work: 0 };
  await fc.assert(
    fc.asyncProperty(anyScope(TEAMS), someRequest(), async (scope, request) => {
      await reading(scope, async (run) => {
        const filter = await resolveFilter(run, scope, request);
        if (matchesNothing(filter)) return;
        const by = async (source: Source) => {
          const found = await lookUpKeys(run, scope, filter, { source, sort: "newest", cursor: null, limit: 100 });
          return { count: found.count, ids: found.keys?.map(({ id }) => id) };
        };
        const cells = await by("cells");
        expect(await by("places")).toEqual(cells);
        expect(await by("largeCells")).toEqual(cells);
        const teams = filter.teams ?? scope.teams;
        if (teams !== "*" && teams.length > 0 && filter.fixTeams === undefined) {
          expect(await by("own")).toEqual(cells);
          if (cells.count.value > 0) seen.own++;
        }
        if (filter.kev === true || filter.exposed === true) {
          expect(await by("marked")).toEqual(cells);
          if (cells.count.value > 0) seen.marked++;
        }
        expect(await by("work")).toEqual(cells);
        if (cells.count.value > 0 && teams !== "*") seen.work++;
      });
    }),
    { numRuns: 150 },
  );
  expect(seen.own).toBeGreaterThan(10);
  expect(seen.marked).toBeGreaterThan(5);
  expect(seen.work).toBeGreaterThan(5);
});
