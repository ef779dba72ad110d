import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Scope } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { areas, fixStates, kinds, severities, states } from "@/lib/domain/vocabulary";
import { anyRequest, anyScope } from "../testing/arbitrary";
import { type FleetShape, fill } from "../testing/fill";
import { expectedIds } from "../testing/oracle";
import { type Facets, type FacetValue, findingFacets, type NamedValue } from "./facets";
import type { FindingRequest } from "./request";

const TEAMS = 5;
let database: TestDatabase;
let shape: FleetShape;

// One moment for the query and for what it is held against: due dates pass meanwhile.
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  database = await testDatabase();
  shape = await fill(database.pool, { rows: 4_000, clusters: 3, teams: TEAMS });
});
afterAll(async () => {
  vi.useRealTimers();
  await closePool();
  await database.close();
});

/** The word that a value stands for in an address. */
const words: { [F in keyof Facets]: (value: FacetValue) => string } = {
  severity: ({ code }) => severities.word(code),
  area: ({ code }) => areas.word(code),
  kind: ({ code }) => kinds.word(code),
  state: ({ code }) => states.word(code),
  fix: ({ code }) => fixStates.word(code),
  cluster: (value) => (value as NamedValue).named?.slug ?? "none",
  team: (value) => (value as NamedValue).named?.slug ?? "none",
};

/** Each value shows as many findings as the list would have with it instead of what is chosen there. */
async function check(scope: Scope, request: FindingRequest): Promise<void> {
  const facets = await findingFacets(scope, request);
  for (const facet of Object.keys(words) as (keyof Facets)[]) {
    let sum = 0;
    for (const value of facets[facet]) {
      const word = words[facet](value);
      const expected = await expectedIds(database.pool, scope, { ...request, [facet]: [word] }, "risk");
      const seen = [facet, word, value.count];
      if (value.count.atLeast) expect(value.count.value).toBeLessThanOrEqual(expected.length);
      else expect(seen).toEqual([facet, word, { value: expected.length, atLeast: false }]);
      sum += value.count.value;
    }
    const lifted = await expectedIds(
      database.pool,
      scope,
      { ...request, [facet]: undefined, ...(facet === "state" && { state: ["all"] }) },
      "risk",
    );
    const bounded = facets[facet].some((value) => value.count.atLeast);
    const nameless = facet === "team" && scope.teams !== "*";
    if (!bounded && !nameless && facet !== "state") expect([facet, sum]).toEqual([facet, lifted.length]);
  }
}

describe("facets", () => {
  it("say what the list would show, for any reader and filter", async () => {
    await fc.assert(fc.asyncProperty(anyScope(TEAMS), anyRequest(shape.clusters, TEAMS), check), { numRuns: 60 });
  });
});
