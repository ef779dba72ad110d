import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { reading } from "@/lib/db/read";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { findingFacets } from "./finding/facets";
import { listFindings } from "./finding/list";
import type { FindingRequest } from "./finding/request";
import { addDays, dayOf } from "./posture/moment";
import { overview } from "./posture/overview";
import { clusterDetail, teamDetail } from "./posture/place";
import { posture } from "./posture/posture";
import { searchHits } from "./search/hits";
import { sourceMatrix } from "./source/matrix";
import { sourceTargets } from "./source/targets";
import { fill } from "./testing/fill";
import { observe, planFaults } from "./testing/plans";
import { scopeOfAll, scopeOfTeams } from "./testing/scopes";
import { trends } from "./trend/trends";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 60_000, clusters: 4, teams: 12 });
}, 300_000);
afterAll(async () => {
  await closePool();
  await database.close();
});

const readers: [string, Scope][] = [
  ["everything", scopeOfAll()],
  ["one team", scopeOfTeams(1)],
  ["three teams", scopeOfTeams(2, 5, 9)],
];
const filters: FindingRequest[] = [
  {},
  { state: ["all"] },
  { state: ["closed"] },
  { severity: ["critical"] },
  { cluster: ["cluster-2"], area: ["application"] },
  { namespace: ["ns-3"] },
  { team: ["team-1"] },
  { fixTeam: ["team-3"] },
  { kind: ["secret"], state: ["mitigated"] },
  { kev: true },
  { exposed: true, fix: ["available"] },
  { assignee: "none" },
  { q: "openssl" },
  { q: "image-1" },
  { asset: "registry.example.org/group-0/image-30" },
];

async function check(work: () => Promise<unknown>): Promise<void> {
  for (const observed of await observe(work)) {
    const [fault] = planFaults(observed);
    if (fault)
      throw new Error(
        `${fault}\n${JSON.stringify(observed.nodes.map((n) => [n["Node Type"], n["Actual Rows"], n["Actual Loops"]]))}`,
      );
  }
}

describe("plans at 60,000 findings", () => {
  it.each(readers)("of lists, for a reader of %s", async (_name, scope) => {
    for (const filter of filters) {
      for (const sort of ["risk", "newest", "due"] as const) {
        await check(() => listFindings(scope, { ...filter, sort, cursor: null, limit: 50 }));
      }
    }
  });

  it.each(readers)("of facets and search, for a reader of %s", async (_name, scope) => {
    for (const filter of filters) await check(() => findingFacets(scope, filter));
    for (const text of ["openssl", "image", "CVE-2020-1004", "zzz"]) await check(() => searchHits(scope, text));
  });

  it.each(readers)("of posture pages, for a reader of %s", async (_name, scope) => {
    await check(() => posture(scope, "team"));
    await check(() => overview(scope, {}));
    await check(() => clusterDetail(scope, "cluster-1"));
    await check(() => sourceMatrix(scope));
    await check(() => sourceTargets(scope, "cluster-1", "trivy"));
    for (const by of ["cluster", "team", "area", "severity"] as const) await check(() => trends(scope, { by }));
    await check(() => overview(scope, {}, addDays(dayOf(new Date()), -7)));
    const own = scope.teams === "*" ? 1 : scope.teams[0];
    await check(() => teamDetail(scope, `team-${own}`));
  });

  it("would be noticed: a scan of all findings is", async () => {
    const scan = () => reading(scopeOfAll(), (run) => run({ text: "SELECT count(*) FROM finding WHERE places > 3" }));
    await expect(check(scan)).rejects.toThrow("Seq Scan on finding");
  });
});
