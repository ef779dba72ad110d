import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { reading } from "@/lib/db/read";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { fixKinds } from "@/lib/domain/vocabulary";
import { anyScope } from "../testing/arbitrary";
import { fill } from "../testing/fill";
import { scopeOfAll, scopeOfTeams } from "../testing/scopes";
import { fixDetail } from "./detail";
import { openFindingIds } from "./finding-ids";
import { type FixRecord, listFixes } from "./list";
import type { FixRequest } from "./page";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 3_000, clusters: 4, teams: 12, detections: true, fixes: true });
});
afterAll(async () => {
  await closePool();
  await database.close();
});

/** All pages, a few at a time. */
async function all(scope: Scope, request: Partial<FixRequest> = {}): Promise<FixRecord[]> {
  const rows: FixRecord[] = [];
  for (let cursor: FixRequest["cursor"] = null; ; ) {
    const page = await listFixes(scope, { ...request, cursor, limit: 40 });
    rows.push(...page.rows);
    if (page.next === null) return rows;
    cursor = page.next;
  }
}

const idsOf = (scope: Scope, fix: number) => reading(scope, (run) => openFindingIds(run, scope, fix));

/** Of a reader's open findings of a fix: how many there are; and tenths of points of all that go and weigh. */
async function plain(scope: Scope, fix: number) {
  const teams = scope.teams === "*" ? null : scope.teams;
  const { rows } = await database.pool.query<{ findings: number; points: number; kev: number }>(
    `SELECT count(*) FILTER (WHERE f.state < 4)::int AS findings, coalesce(sum(f.points * f.places) FILTER (WHERE f.decision NOT IN (2, 3)), 0)::float8 AS points,
       count(*) FILTER (WHERE f.state < 4 AND f.flags & 1 = 1)::int AS kev
     FROM finding f WHERE f.presence = 0 AND ($2::int[] IS NULL OR f.team_id = ANY ($2) OR f.fix_team_id = ANY ($2))
       AND EXISTS (SELECT 1 FROM fix_part p WHERE p.fix_id = $1 AND p.subject_id = f.subject_id
         AND (f.rule_id, f.loc) IN (SELECT * FROM unnest(p.rules, p.locs))
         AND (p.places IS NULL OR (f.place_id, f.team_id) IN (SELECT * FROM unnest(p.places, p.teams))))`,
    [fix, teams],
  );
  return rows[0];
}

describe("fixes", () => {
  it("are counted and weighed for each reader as their findings are, in order, once each", async () => {
    await fc.assert(
      fc.asyncProperty(anyScope(12), fc.nat(), async (scope, pick) => {
        const rows = await all(scope);
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        for (const [i, row] of rows.entries()) expect(row.points).toBeLessThanOrEqual(rows[i - 1]?.points ?? Infinity);
        for (const row of rows.filter((_, i) => (i + pick) % 9 === 0)) {
          const { findings, points, kev } = row;
          expect({ findings, points, kev }, row.title).toEqual(await plain(scope, row.id));
          expect((await idsOf(scope, row.id)).length).toBe(findings);
        }
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it("take every open finding that has a fix, and none twice", async () => {
    const ids = (await Promise.all((await all(scopeOfAll())).map(({ id }) => idsOf(scopeOfAll(), id)))).flat();
    expect(new Set(ids).size).toBe(ids.length);
    const { rows } = await database.pool.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM finding WHERE state < 4 AND NOT awaiting AND fix_state = 3 AND kind IN (0, 1, 6)",
    );
    expect(ids.length).toBeGreaterThanOrEqual(rows[0]?.n ?? 0);
  }, 120_000);

  it("of a cluster, a kind and a text are those of the whole list", async () => {
    const whole = await all(scopeOfAll());
    const kind = fixKinds.code("upgrade_base");
    const bases = whole.filter((fix) => fix.kind === kind);
    expect((await all(scopeOfAll(), { kind })).map(({ id }) => id)).toEqual(bases.map(({ id }) => id));
    expect(bases.length).toBeGreaterThan(5);
    const named = whole.filter(({ title }) => title.includes("image-1"));
    expect((await all(scopeOfAll(), { q: "image-1" })).map(({ id }) => id)).toEqual(named.map(({ id }) => id));
    const here = await all(scopeOfAll(), { cluster: "cluster-1" });
    expect(here.map(({ id }) => id).sort()).toEqual(
      whole
        .filter(({ sums }) => sums.some((sum) => sum.cluster === 1 && sum.findings > 0))
        .map(({ id }) => id)
        .sort(),
    );
    for (const fix of here) expect(fix.clusters).toEqual(["cluster-1"]);
  }, 60_000);

  it("of one team are not there for another, whatever is asked", async () => {
    const mine = scopeOfTeams(2);
    const ids = new Set((await all(mine)).map(({ id }) => id));
    const others = (await all(scopeOfAll())).filter(({ id }) => !ids.has(id));
    expect(ids.size).toBeGreaterThan(3);
    expect(others.length).toBeGreaterThan(3);
    for (const { id } of others.slice(0, 30)) {
      await expect(fixDetail(mine, String(id))).rejects.toMatchObject({ code: "not_found" });
      expect(await idsOf(mine, id)).toEqual([]);
    }
    const [first] = ids;
    const own = await fixDetail(mine, String(first));
    expect(own.worst.every(({ team_id, fix_team_id }) => team_id === 2 || fix_team_id === 2)).toBe(true);
    expect(own.byTeam.reduce((sum, one) => sum + one.findings, 0)).toBe(own.findings);
  }, 60_000);
});
