import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { areas, severities } from "@/lib/domain/vocabulary";
import { openStates, presentStates, weighingStates } from "../finding/states";
import { anyScope } from "../testing/arbitrary";
import { fill } from "../testing/fill";
import { scopeOfAll, scopeOfTeams } from "../testing/scopes";
import type { PostureFilter } from "./cells";
import { overview } from "./overview";
import { clusterDetail, teamDetail } from "./place";
import { type By, type PostureResult, posture } from "./posture";

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

/** One line per (row, severity) from findings: what is there, what of it is open, points that weigh, in tenths. */
async function bySql(scope: Scope, by: By, filter: PostureFilter) {
  const key = { cluster: "c.slug", team: "t.slug", area: "f.area::text" }[by];
  const { rows } = await database.pool.query<{
    key: string | null;
    severity: number;
    open: number;
    present: number;
    points: number;
  }>(
    `SELECT ${key} AS key, f.severity, count(*) FILTER (WHERE f.state = ANY ($1::int[]))::int AS open, count(*)::int AS present,
       coalesce(sum(f.points::bigint * f.places) FILTER (WHERE f.state = ANY ($2::int[])), 0)::float8 AS points
     FROM finding f LEFT JOIN cluster c ON c.id = f.cluster_id LEFT JOIN team t ON t.id = f.team_id
     WHERE f.state = ANY ($3::int[]) AND ($4::int[] IS NULL OR f.team_id = ANY ($4))
       AND ($5::text IS NULL OR coalesce(c.slug, 'none') = $5) AND ($6::text IS NULL OR coalesce(t.slug, 'none') = $6)
       AND ($7::text IS NULL OR c.environment = $7) GROUP BY 1, 2`,
    [
      openStates,
      weighingStates,
      presentStates,
      scope.teams === "*" ? null : scope.teams,
      filter.cluster ?? null,
      filter.team ?? null,
      filter.environment ?? null,
    ],
  );
  return rows.map((row) => ({
    ...row,
    key: by === "area" && row.key !== null ? areas.word(Number(row.key)) : row.key,
  }));
}

async function check(scope: Scope, by: By, filter: PostureFilter): Promise<PostureResult> {
  const result = await posture(scope, by, filter);
  const lines = await bySql(scope, by, filter);
  const sum = (list: typeof lines, of: "open" | "present" | "points") => list.reduce((n, line) => n + line[of], 0);
  const ofSeverity = (list: typeof lines, word: string) =>
    list.filter((line) => severities.word(line.severity) === word);
  for (const [row, list] of [
    [result.total, lines] as const,
    ...result.rows.map((row) => [row, lines.filter((line) => line.key === row.key)] as const),
  ]) {
    expect([row.name, row.findings]).toEqual([row.name, sum(list, "present")]);
    expect(row.overall.points).toBeCloseTo(sum(list, "points") / 10, 6);
    for (const word of severities.list) expect(row.open[word]).toBe(sum(ofSeverity(list, word), "open"));
  }
  for (const line of lines) expect(result.rows.some((row) => row.key === line.key)).toBe(true);
  return result;
}

const anyFilter: fc.Arbitrary<PostureFilter> = fc.record(
  {
    cluster: fc.constantFrom("cluster-1", "cluster-2", "none", "elsewhere"),
    team: fc.constantFrom("team-1", "team-2", "none"),
    environment: fc.constantFrom("production", "staging"),
  },
  { requiredKeys: [] },
);

describe("posture", () => {
  it("adds up, and agrees with the findings, for any reader and cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        anyScope(TEAMS),
        fc.constantFrom<By>("cluster", "team", "area"),
        anyFilter,
        async (scope, by, filter) => {
          const { total, rows } = await check(scope, by, filter);
          expect(rows.reduce((n, row) => n + row.findings, 0)).toBe(total.findings);
          expect(rows.reduce((n, row) => n + row.fixable, 0)).toBe(total.fixable);
        },
      ),
      { numRuns: 80 },
    );
  });

  it("has a row for what is not deployed and for what nobody owns, last", async () => {
    const [clusters, teams] = [await posture(scopeOfAll(), "cluster"), await posture(scopeOfAll(), "team")];
    expect(clusters.rows.at(-1)).toMatchObject({ key: null, name: "Not deployed" });
    expect(teams.rows.at(-1)).toMatchObject({ key: null, name: "Unowned" });
    expect(teams.rows.at(-1)?.findings).toBe((await overview(scopeOfAll(), {})).unowned);
  });

  it("says what was never assessed, and nothing of it is a hundred", async () => {
    const { total } = await posture(scopeOfAll(), "cluster");
    expect(total.areas.people).toMatchObject({ score: null, state: "unknown", coverage: 0, reason: "never assessed" });
    expect(total.overall.change).not.toBeNull();
  });

  it("says which tool fell silent", async () => {
    const old = "now() - interval '40 days'";
    await database.pool.query(`UPDATE unit_count SET observed_at = ${old} WHERE area = 0`);
    await database.pool.query(`UPDATE scope SET observed_at = ${old} WHERE assesses = 1`);
    const { rows } = await posture(scopeOfAll(), "cluster");
    expect(rows[0]?.areas.host).toMatchObject({ state: "stale", reason: "kube-bench last heard 40 days ago" });
    expect(rows[0]?.areas.host.score).not.toBeNull();
  });

  it("counts the same on the pages of a cluster and of a team", async () => {
    const scope = scopeOfTeams(1);
    const [cluster, team] = [await clusterDetail(scope, "cluster-1"), await teamDetail(scope, "team-1")];
    const byCluster = (await posture(scope, "cluster")).rows.find((row) => row.key === "cluster-1");
    expect(cluster.row).toEqual({ ...byCluster, overall: cluster.row.overall });
    expect(cluster.row.findings).toBe(byCluster?.findings);
    for (const reader of [scope, scopeOfAll()]) {
      const { row } = await teamDetail(reader, "team-1");
      const byTeam = (await posture(reader, "team")).rows.find(({ key }) => key === "team-1");
      expect({ ...row, overall: null }).toEqual({ ...byTeam, overall: null });
      expect([row.overall.score, row.overall.change]).toEqual([byTeam?.overall.score, byTeam?.overall.change]);
    }
    expect(team.row.findings).toBe((await posture(scope, "team")).total.findings);
    expect(team.byOther.reduce((n, row) => n + row.findings, 0)).toBe(team.row.findings);
    expect(cluster.workloads?.length).toBeGreaterThan(0);
  });

  it("tells of a past evening what adds up, and to each reader only their own", async () => {
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    await fc.assert(
      fc.asyncProperty(anyScope(TEAMS), fc.integer({ min: 1, max: 200 }), async (scope, ago) => {
        const [teams, clusters] = [
          await posture(scope, "team", {}, day(ago)),
          await posture(scope, "cluster", {}, day(ago)),
        ];
        expect(teams.day).toBe(day(ago));
        for (const { total, rows } of [teams, clusters]) {
          expect(rows.reduce((n, row) => n + row.findings, 0)).toBe(total.findings);
          expect(total.findings).toBe(teams.total.findings);
        }
        const all = await posture(scopeOfAll(), "team", {}, day(ago));
        for (const row of teams.rows) expect(all.rows.find(({ key }) => key === row.key)).toEqual(row);
      }),
      { numRuns: 20 },
    );
    const then = await posture(scopeOfAll(), "team", {}, day(7));
    for (const { key, overall } of (await posture(scopeOfAll(), "team")).rows) {
      const before = then.rows.find((row) => row.key === key)?.overall.score ?? null;
      const known = overall.score !== null && before !== null;
      expect(overall.change).toBe(known ? Math.round(((overall.score ?? 0) - before) * 10) / 10 : null);
    }
    const [today, now] = [await posture(scopeOfAll(), "team", {}, day(0)), await posture(scopeOfAll(), "team")];
    expect([today.day, today.rows]).toEqual([null, now.rows]);
  });

  it("has no lists of findings on a past day, and nothing before there was anything", async () => {
    const then = await clusterDetail(scopeOfAll(), "cluster-1", "2001-01-01");
    expect(then).toMatchObject({
      workloads: null,
      sources: null,
      work: null,
      row: { findings: 0, overall: { score: null } },
    });
    expect(await overview(scopeOfAll(), {}, "2001-01-01")).toMatchObject({ worstAssets: null, newestCritical: null });
  });

  it("refuses the pages of others as if they were not there", async () => {
    const gone = await teamDetail(scopeOfTeams(1), "team-99").catch((error: Error) => error.message);
    expect(await teamDetail(scopeOfTeams(1), "team-2").catch((error: Error) => error.message)).toBe(gone);
    expect(await clusterDetail(scopeOfTeams(), "cluster-1").catch((error: Error) => error.message)).toMatch(
      /does not exist/,
    );
  });
});
