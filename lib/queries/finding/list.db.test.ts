import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Scope } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { reading } from "@/lib/db/read";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { countMost } from "../bounded";
import { teamDetail } from "../posture/place";
import { anyRequest, anyScope } from "../testing/arbitrary";
import { type FleetShape, fill } from "../testing/fill";
import { expectedIds } from "../testing/oracle";
import { scopeOfAll, scopeOfTeams } from "../testing/scopes";
import { listFindings } from "./list";
import { type FindingCursor, type FindingSort, type Key, passes } from "./order";
import type { FindingRequest } from "./request";
import { resolveFilter } from "./resolve";
import { walk, walkStatement } from "./walk";

const TEAMS = 8;
const sorts = ["risk", "newest", "due"] as const;
let database: TestDatabase;
let shape: FleetShape;

// One moment for the query and for what it is held against: due dates pass meanwhile.
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  database = await testDatabase();
  // Enough that whole lists are walked and narrow ones are fetched.
  shape = await fill(database.pool, { rows: 20_000, clusters: 3, teams: TEAMS });
});
afterAll(async () => {
  vi.useRealTimers();
  await closePool();
  await database.close();
});

/** All pages of a list, one after the other, up to `most` rows. */
async function paged(scope: Scope, request: FindingRequest, sort: FindingSort, limit: number, most: number) {
  const ids: string[] = [];
  let cursor: FindingCursor | null = null;
  let count = { value: -1, atLeast: false };
  do {
    const page = await listFindings(scope, { ...request, sort, cursor, limit });
    if (count.value < 0) count = page.count;
    ids.push(...page.rows.map((row) => row.id));
    cursor = page.next;
  } while (cursor !== null && ids.length < most);
  return { ids, count };
}

async function check(scope: Scope, request: FindingRequest, sort: FindingSort, limit: number): Promise<void> {
  const expected = await expectedIds(database.pool, scope, request, sort);
  const most = limit * 4;
  const { ids, count } = await paged(scope, request, sort, limit, most);
  expect(ids).toEqual(expected.slice(0, ids.length));
  expect(ids.length).toBe(Math.min(expected.length, Math.ceil(Math.min(expected.length, most) / limit) * limit));
  if (count.atLeast) expect(count.value).toBeLessThanOrEqual(expected.length);
  else expect(count.value).toBe(expected.length);
  if (count.atLeast) expect(expected.length).toBeGreaterThan(Math.min(countMost, count.value) - 1);
}

describe("list of findings", () => {
  it("is what plain SQL says, in order, page after page, for any reader, filter and sort", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyScope(TEAMS),
        anyRequest(shape.clusters, TEAMS),
        fc.constantFrom(...sorts),
        fc.constantFrom(1, 7, 50, 200),
        check,
      ),
      { numRuns: 150 },
    );
  });

  it.each(sorts)("walks whole lists by %s as plain SQL says", async (sort) => {
    for (const scope of [scopeOfAll(), scopeOfTeams(1), scopeOfTeams(1, 2, 3)]) {
      for (const request of [
        {},
        { state: ["all"] },
        { state: ["closed"] },
        { severity: ["high"] as const },
        { q: "e" },
      ]) {
        await check(scope, request, sort, 170);
      }
    }
  });

  it("names no team but the reader's own", async () => {
    const { rows } = await listFindings(scopeOfTeams(2), { state: ["all"], sort: "newest", cursor: null, limit: 200 });
    expect(rows.length).toBe(200);
    const named = rows.flatMap((row) => [row.team?.slug, row.fixTeam?.slug]).filter((slug) => slug !== undefined);
    expect(new Set(named)).toEqual(new Set(["team-2"]));
    expect(rows.some((row) => row.team === null)).toBe(true);
  });

  it("has as many late and soon due as the page of a team says, which leads to them", async () => {
    for (const scope of [scopeOfAll(), scopeOfTeams(1)]) {
      const { work } = await teamDetail(scope, "team-1");
      const total = async (due: "breached" | "soon") => {
        const request = { fixTeam: ["team-1"], due, sort: "due" as const, cursor: null, limit: 1 };
        return (await listFindings(scope, request)).count.value;
      };
      const said = [work?.breached, work?.dueSoon];
      expect([await total("breached"), await total("soon")]).toEqual(said);
      for (const number of said) expect(number).toBeGreaterThan(0);
    }
  });

  it("starts from the top when the cursor belongs to another sort", async () => {
    const request = { state: ["all"], cursor: null, limit: 5 };
    const newest = await listFindings(scopeOfAll(), { ...request, sort: "newest" });
    const byRisk = await listFindings(scopeOfAll(), { ...request, sort: "risk" });
    const mixed = await listFindings(scopeOfAll(), { ...request, sort: "risk", cursor: newest.next });
    expect(mixed.rows).toEqual(byRisk.rows);
  });
});

describe("a walk along many lanes", () => {
  const severities = [5, 4, 3, 2, 1, 0];
  const walked = (lanes: number[], limit: number) =>
    reading(scopeOfAll(), async (run) => {
      const filter = await resolveFilter(run, scopeOfAll(), {});
      const rows = [];
      for (const pass of passes("risk", severities, null)) {
        const statement = walkStatement(scopeOfAll(), filter, pass, lanes, limit);
        rows.push({ by: await walk(run, scopeOfAll(), filter, pass, lanes, limit), whole: await run<Key>(statement) });
      }
      return rows;
    });

  it("gives what all of each gives, whether they are alike or one has nearly all", async () => {
    const none = Array.from({ length: 9 }, (_, n) => 1_000 + n);
    // Alike: a share of each is enough. One alone: its share is used up, and it is walked whole.
    for (const lanes of [
      [1, 2, 3, ...none.slice(0, 5)],
      [2, ...none],
    ]) {
      for (const limit of [200, 450]) {
        const passed = await walked(lanes, limit);
        expect(passed.some(({ whole }) => whole.length > limit / 2)).toBe(true);
        for (const { by, whole } of passed) expect(by).toEqual(whole);
      }
    }
  });
});
