import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { fill } from "../testing/fill";
import { scopeOfAll, scopeOfTeams } from "../testing/scopes";
import { type ComponentCursor, listComponents } from "./components";
import { listWorkloads, type WorkloadCursor, type WorkloadRequest } from "./workloads";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 4_000, clusters: 3, teams: 6 });
});
afterAll(async () => {
  await closePool();
  await database.close();
});

const readers: [string, Scope][] = [
  ["everything", scopeOfAll()],
  ["one team", scopeOfTeams(2)],
  ["two teams", scopeOfTeams(1, 5)],
  ["no team", scopeOfTeams()],
];
const teamsOf = (scope: Scope) => (scope.teams === "*" ? null : scope.teams);

async function names(text: string, values: unknown[]): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(text, values);
  return rows.map(({ name }) => name);
}

describe("components", () => {
  it.each(readers)(
    "page by page, those of what a reader of %s runs or can fix, with as many assets",
    async (_, scope) => {
      for (const q of [undefined, "shared", "image-1", "nothing like it"]) {
        const told: string[] = [];
        let cursor: ComponentCursor | null = null;
        let count = 0;
        do {
          const page = await listComponents(scope, { q, cursor, limit: 7 });
          told.push(...page.rows.map(({ name, assets }) => `${name} ${assets.value}`));
          [cursor, count] = [page.next, page.count.value];
        } while (cursor);
        const expected = await names(
          `SELECT c.name || ' ' || count(DISTINCT b.asset_id) AS name FROM component c JOIN bom_component x ON x.component_id = c.id
         JOIN bom b ON b.id = x.bom_id
         WHERE ($1::int[] IS NULL OR EXISTS (SELECT FROM placement w WHERE w.asset_id = b.asset_id AND (w.team_id = ANY ($1) OR w.fix_team_id = ANY ($1))))
           AND ($2::text IS NULL OR strpos(c.name, $2) > 0) GROUP BY c.id ORDER BY c.name, c.id`,
          [teamsOf(scope), q ?? null],
        );
        expect(told).toEqual(expected);
        expect(count).toBe(expected.length);
      }
    },
  );
});

describe("workloads", () => {
  const filters: Omit<WorkloadRequest, "cursor" | "limit">[] = [
    {},
    { cluster: "cluster-2" },
    { namespace: "ns-1" },
    { team: "team-2" },
    { team: "none", cluster: "cluster-1" },
    { q: "-1" },
  ];
  it.each(readers)("page by page, those that a reader of %s runs, whatever narrows them", async (_, scope) => {
    for (const filter of filters) {
      const told: string[] = [];
      let cursor: WorkloadCursor | null = null;
      do {
        const page = await listWorkloads(scope, { ...filter, cursor, limit: 11 });
        told.push(...page.rows.map(({ name }) => name));
        cursor = page.next;
      } while (cursor);
      const { cluster = null, namespace = null, team = null, q = null } = filter;
      const expected = await names(
        `SELECT a.name FROM asset a JOIN place q ON q.id = a.place_id JOIN cluster c ON c.id = q.cluster_id
         WHERE a.kind = 3 AND ($2::text IS NULL OR c.slug = $2) AND ($3::text IS NULL OR q.namespace = $3) AND ($5::text IS NULL OR strpos(a.name, $5) > 0)
           AND EXISTS (SELECT FROM placement w LEFT JOIN team t ON t.id = w.team_id WHERE w.workload_id = a.id
             AND ($1::int[] IS NULL OR w.team_id = ANY ($1)) AND ($4::text IS NULL OR coalesce(t.slug, 'none') = $4))
         ORDER BY a.place_id, a.name, a.id`,
        [teamsOf(scope), cluster, namespace, team, q],
      );
      expect(told).toEqual(expected);
    }
  });
});
