import { afterAll, beforeAll, expect, it } from "vitest";
import type { Scope } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { reading } from "@/lib/db/read";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { fill } from "../testing/fill";
import { scopeOfAll, scopeOfTeams } from "../testing/scopes";
import { sources } from "./sources";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 2_000, clusters: 3, teams: 4 });
});
afterAll(async () => {
  await closePool();
  await database.close();
});

/** Targets by tool, of the placements that a condition names, by plain SQL as the owner. */
async function plain(condition: string): Promise<[string, number][]> {
  const { rows } = await database.pool.query<{ tool: string; targets: number }>(
    `SELECT t.name AS tool, count(*)::int AS targets FROM scope s JOIN tool t ON t.id = s.tool_id
     WHERE s.target_id IN (SELECT asset_id FROM placement w WHERE ${condition}) GROUP BY s.class, 1 ORDER BY 1, s.class`,
  );
  return rows.map(({ tool, targets }) => [tool, targets]);
}

const told = (scope: Scope, of: { cluster?: number; team?: number }) =>
  reading(scope, async (run) =>
    (await sources(run, scope, of, new Date())).map(({ tool, targets }): [string, number] => [tool, targets]),
  );

it("counts what is placed in the cluster or runs for the team, within the reader's teams", async () => {
  for (const [scope, own] of [
    [scopeOfAll(), "true"],
    [scopeOfTeams(1), "w.team_id = 1"],
    [scopeOfTeams(2, 3), "w.team_id IN (2, 3)"],
    [scopeOfTeams(), "false"],
  ] as const) {
    expect(await told(scope, { cluster: 2 })).toEqual(await plain(`w.cluster_id = 2 AND ${own}`));
    expect(await told(scope, { team: 1 })).toEqual(await plain(`w.team_id = 1 AND ${own}`));
  }
  expect((await told(scopeOfTeams(1), { team: 1 })).length).toBeGreaterThan(1);
});

it("keeps to the scope that the transaction states, whatever is asked for", async () => {
  const asked = (scope: Scope) =>
    reading(scope, (run) => run<{ targets: number }>({ text: "SELECT targets FROM sources_heard(NULL, NULL, NULL)" }));
  const sum = (rows: { targets: number }[]) => rows.reduce((total, { targets }) => total + targets, 0);
  const of = async (condition: string) => (await plain(condition)).reduce((total, [, n]) => total + n, 0);
  expect(sum(await asked(scopeOfTeams(2)))).toBe(await of("w.team_id = 2"));
  expect(await asked(scopeOfTeams())).toEqual([]);
  expect(sum(await asked(scopeOfAll()))).toBe(await of("true"));
  const { rows } = await database.pool.query("SELECT * FROM sources_heard(NULL, NULL, NULL)");
  expect(rows).toEqual([]);
});
