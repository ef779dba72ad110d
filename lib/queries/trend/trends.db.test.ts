import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { setExploited } from "@/lib/services/rule/exploitation";
import { anyScope } from "../testing/arbitrary";
import { fill } from "../testing/fill";
import { scopeOfAll, scopeOfTeams } from "../testing/scopes";
import type { TrendBy } from "./request";
import type { TrendPeriod } from "./series";
import { trends } from "./trends";

const TEAMS = 6;
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 6_000, clusters: 3, teams: TEAMS });
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const balance = (p: TrendPeriod) =>
  p.start.openTotal +
  (p.opened + p.reopened + p.movedIn + p.rerated) -
  (p.fixed + p.acceptedNew + p.dismissed + p.closed + p.movedOut);

describe("trends", () => {
  it("add up: what was open, with what came and without what went, is what is open; rows sum to the whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyScope(TEAMS),
        fc.constantFrom<TrendBy>("cluster", "team", "area", "severity"),
        fc.integer({ min: 1, max: 200 }),
        async (scope, by, days) => {
          const from = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
          const result = await trends(scope, { by, from });
          for (const { now, before } of [result.total, ...result.rows]) {
            expect([balance(now), balance(before)]).toEqual([now.end.openTotal, before.end.openTotal]);
            expect(before.end.open).toEqual(now.start.open);
          }
          for (const of of ["opened", "fixed", "reopened", "acceptedNew", "closed"] as const) {
            const sum = (list: readonly { [key in typeof of]: number }[]) => list.reduce((n, row) => n + row[of], 0);
            expect(sum(result.rows.map((row) => row.now))).toBe(result.total.now[of]);
            expect(sum(result.series)).toBe(result.total.now[of]);
            expect(sum(result.previous)).toBe(result.total.before[of]);
          }
          expect(result.rows.reduce((n, row) => n + row.now.end.openTotal, 0)).toBe(result.total.now.end.openTotal);
          expect(result.series.at(-1)?.open).toEqual(result.total.now.end.open);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("are the same whether totals and blocks of days wait to be made or not", async () => {
    const ask = async () =>
      JSON.stringify([
        await trends(scopeOfAll(), { by: "team" }),
        await trends(scopeOfAll(), { by: "cluster", area: "platform" }),
        await trends(scopeOfAll(), { by: "severity", cluster: "cluster-2" }),
        await trends(scopeOfTeams(1, 2), { by: "area" }),
        await trends(scopeOfAll(), { by: "area", environment: "staging" }),
      ]);
    const blocks = async () => (await database.pool.query("SELECT FROM day_block")).rowCount;
    expect(await blocks()).toBeGreaterThan(20);
    const made = await ask();
    await database.pool.query(
      "INSERT INTO day_touched (day) SELECT DISTINCT day FROM posture_day WHERE extract(day FROM day) > 12",
    );
    expect(await ask()).toBe(made);
    await database.pool.query(
      `UPDATE posture_total SET high = high + 1; UPDATE posture_block SET high = high + 1, points = points + 1;
       UPDATE flow_total SET fixed = fixed + 1`,
    );
    await database.pool.query("INSERT INTO day_touched (day) SELECT DISTINCT day FROM posture_day");
    expect(await ask()).toBe(made);
    await database.pool.query("SELECT history_totals()");
    expect((await database.pool.query("SELECT 1 FROM day_touched")).rowCount).toBe(0);
    expect(await blocks()).toBeLessThan(20);
    expect(await ask()).toBe(made);
    await database.pool.query("SELECT history_blocks()");
    expect(await blocks()).toBeGreaterThan(20);
    expect(await ask()).toBe(made);
  });

  it("point out what was listed as known to be exploited, to those who run it", async () => {
    const { rows } = await database.pool.query<{ code: string; total: number; teams: Record<string, number> }>(
      `SELECT code, sum(n)::int AS total, jsonb_object_agg(team_id, n) AS teams
       FROM (SELECT r.code, f.team_id, count(*)::int AS n FROM finding f JOIN rule r ON r.id = f.rule_id
             WHERE NOT r.kev AND f.kind = 0 GROUP BY 1, 2) x
       GROUP BY 1 HAVING count(*) BETWEEN 2 AND ${TEAMS - 1} ORDER BY 2 DESC, 1 LIMIT 1`,
    );
    const [rule] = rows;
    if (!rule) return expect.unreachable();
    const listed = async (scope = scopeOfAll()) => {
      const { events } = await trends(scope, { by: "team" });
      return events.filter((event) => event.text.startsWith(`${rule.code} is`)).map((event) => event.count);
    };
    expect(await listed()).toEqual([]);
    await setExploited(database.pool, [{ code: rule.code, kev: true }]);
    expect(await listed()).toEqual([rule.total]);
    for (let team = 1; team <= TEAMS; team++) {
      const n = rule.teams[team];
      expect(await listed(scopeOfTeams(team)), `team ${team}`).toEqual(n === undefined ? [] : [n]);
    }
    await setExploited(database.pool, [{ code: rule.code, kev: false }]);
    expect(await listed()).toEqual([]);
  });

  it("tell nobody of what others run", async () => {
    const own = await trends(scopeOfTeams(2), { by: "team" });
    expect(own.rows.map((row) => row.key)).toEqual(["team-2"]);
    const all = await trends(scopeOfAll(), { by: "team" });
    const theirs = all.rows.find((row) => row.key === "team-2");
    expect(own.total.now).toEqual(theirs?.now);
    expect(own.drivers.every(({ team }) => team?.slug === "team-2")).toBe(true);
    expect((await trends(scopeOfTeams(), {})).total.now).toMatchObject({
      opened: 0,
      end: { openTotal: 0, score: null },
    });
  });
});
