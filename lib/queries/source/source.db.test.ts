import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/lib/authz/scope";
import { closePool } from "@/lib/db/pool";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { posture } from "../posture/posture";
import { fill } from "../testing/fill";
import { scopeOfAll, scopeOfTeams } from "../testing/scopes";
import { sourceMatrix } from "./matrix";
import { sourceTargets } from "./targets";

let database: TestDatabase;

async function report(cluster: number, tool: string | null, state: string, message: string | null = null) {
  await database.pool.query(
    "INSERT INTO report (cluster_id, tool, state, options, error) VALUES ($1, $2, $3, '{}', $4)",
    [cluster, tool, state, message && JSON.stringify({ code: "malformed", message })],
  );
}

beforeAll(async () => {
  database = await testDatabase();
  await fill(database.pool, { rows: 4_000, clusters: 4, teams: 6 });
  // Cluster 2 falls silent; one image of what runs in cluster 1 does too.
  await database.pool.query(
    `UPDATE scope SET observed_at = now() - interval '46 days' WHERE cluster_id = 2;
     UPDATE scope SET observed_at = now() - interval '40 days' WHERE target_id = (SELECT min(asset_id) FROM placement
       WHERE cluster_id = 1 AND asset_id IN (SELECT id FROM asset WHERE kind = 4));
     SELECT sources_count(NULL)`,
  );
  await report(1, "grype", "failed", "the file ends early");
  await report(1, "trivy", "failed", "an old fault");
  await report(1, "trivy", "done");
  await report(2, "kubernetes", "held");
  await report(3, null, "failed", "not recognised");
});
afterAll(async () => {
  await closePool();
  await database.close();
});

/** Per cluster and tool, from placements and scopes row by row. */
async function bySql(scope: Scope) {
  const { rows } = await database.pool.query<{ cell: string; targets: number; stale: number }>(
    `SELECT cell, count(*)::int AS targets, count(*) FILTER (WHERE at < now() - interval '30 days')::int AS stale FROM (
       SELECT c.slug || ' ' || t.name AS cell, s.target_id, max(s.observed_at) AS at FROM placement w
       JOIN cluster c ON c.id = w.cluster_id JOIN scope s ON s.target_id = w.asset_id JOIN tool t ON t.id = s.tool_id
       WHERE $1::int[] IS NULL OR w.team_id = ANY ($1) GROUP BY 1, 2) x GROUP BY 1`,
    [scope.teams === "*" ? null : scope.teams],
  );
  return new Map(rows.map(({ cell, ...counts }) => [cell, counts]));
}

describe("sources by cluster", () => {
  it.each([
    ["everything", scopeOfAll()],
    ["one team", scopeOfTeams(1)],
    ["two teams", scopeOfTeams(3, 5)],
    ["no team", scopeOfTeams()],
  ])("counts targets and the stale ones for a reader of %s, and their coverage is the posture's", async (_, scope) => {
    const expected = await bySql(scope);
    const { clusters } = await sourceMatrix(scope);
    const heard = clusters.flatMap(({ slug, cells }) =>
      cells
        .filter(({ targets }) => targets > 0)
        .map(({ tool, targets, staleTargets }) => [`${slug} ${tool}`, { targets, stale: staleTargets }] as const),
    );
    expect(new Map(heard)).toEqual(expected);
    const { rows } = await posture(scope, "cluster");
    const coverage = rows.flatMap((row) => (row.key ? [[row.key, row.overall.coverage]] : []));
    expect(clusters.map(({ slug, overall }) => [slug, overall.coverage])).toEqual(coverage);
  });

  it("says what is stale, what failed and what nobody has sent", async () => {
    const { clusters, tools } = await sourceMatrix(scopeOfAll());
    const cells = (slug: string) =>
      Object.fromEntries((clusters.find((one) => one.slug === slug)?.cells ?? []).map((cell) => [cell.tool, cell]));
    expect(tools).toContain("grype");
    expect(cells("cluster-1").grype).toMatchObject({ state: "failed", failure: { message: "the file ends early" } });
    expect(cells("cluster-1").trivy).toMatchObject({ state: "fresh", staleTargets: 1, failure: null });
    expect(cells("cluster-2").grype).toBeUndefined();
    expect(cells("cluster-2").kubernetes?.held).toMatch(/^\d+$/);
    expect(cells("cluster-1").kubernetes?.held).toBeNull();
    expect(Object.values(cells("cluster-2")).filter(({ state }) => state === "stale").length).toBeGreaterThan(0);
    expect(clusters.find((one) => one.slug === "cluster-3")?.unrecognised?.message).toBe("not recognised");
  });

  it("says when a cluster last sent its objects", async () => {
    await database.pool.query(
      `UPDATE cluster SET inventory_at = now() - interval '31 days' WHERE slug = 'cluster-4';
       DELETE FROM scope WHERE tool_id = (SELECT id FROM tool WHERE name = 'kubernetes');
       SELECT sources_count(NULL)`,
    );
    const { clusters } = await sourceMatrix(scopeOfAll());
    const inventory = (slug: string) =>
      clusters.find((one) => one.slug === slug)?.cells.find(({ tool }) => tool === "kubernetes");
    expect(inventory("cluster-1")).toMatchObject({ state: "fresh", targets: 0 });
    expect(inventory("cluster-4")).toMatchObject({ state: "stale", targets: 0 });
    expect(await sourceTargets(scopeOfAll(), "cluster-4", "kubernetes")).toMatchObject({
      observedAt: inventory("cluster-4")?.observedAt,
      items: [],
    });
  });

  it("tells a developer nothing of what others sent", async () => {
    const { clusters, tools } = await sourceMatrix(scopeOfTeams(1));
    expect(tools).not.toContain("grype");
    for (const { cells, unrecognised } of clusters) {
      expect(unrecognised).toBeNull();
      for (const { failure } of cells) expect(failure).toBeNull();
    }
  });
});

describe("what is behind a cell", () => {
  it("lists the longest unheard first, and the same number as the cell", async () => {
    const { clusters } = await sourceMatrix(scopeOfAll());
    const cell = clusters.find(({ slug }) => slug === "cluster-1")?.cells.find(({ tool }) => tool === "trivy");
    const found = await sourceTargets(scopeOfAll(), "cluster-1", "trivy");
    expect(found).toMatchObject({ targets: cell?.targets, stale: 1, failure: null });
    expect(found.items[0]).toMatchObject({ stale: true, kind: "image", classes: ["vulnerability"] });
    const times = found.items.map(({ observedAt }) => observedAt.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it("names to a developer only what their team runs", async () => {
    const { rows } = await database.pool.query<{ name: string }>(
      `SELECT DISTINCT a.name FROM placement w JOIN asset a ON a.id = w.asset_id
       WHERE w.team_id = 1 AND w.cluster_id = 1 AND a.kind = 4`,
    );
    const own = new Set(rows.map(({ name }) => name));
    const found = await sourceTargets(scopeOfTeams(1), "cluster-1", "trivy");
    expect(own.size).toBeGreaterThan(0);
    expect(new Set(found.items.map(({ name }) => name))).toEqual(own);
  });

  it("does not know a cluster that is out of reach", async () => {
    await expect(sourceTargets(scopeOfTeams(), "cluster-1", "trivy")).rejects.toThrow("does not exist");
    await expect(sourceTargets(scopeOfAll(), "nowhere", "trivy")).rejects.toThrow("does not exist");
  });
});

describe("what sources spoke of", () => {
  it("is counted anew of one cluster or of all, for readers of everything", async () => {
    const { rows } = await database.pool.query<{ id: number }>(
      `UPDATE scope SET observed_at = now() - interval '50 days' WHERE target_id % 2 = 0
         AND target_id IN (SELECT asset_id FROM placement WHERE cluster_id IN (1, 3)) RETURNING id`,
    );
    expect(rows.length).toBeGreaterThan(2);
    await database.pool.query("DELETE FROM placement WHERE cluster_id = 3 AND asset_id % 3 = 0");
    const told = async () => {
      const { clusters } = await sourceMatrix(scopeOfAll());
      const cells = clusters.flatMap(({ slug, cells }) => cells.map((cell) => ({ slug, ...cell })));
      return cells
        .filter(({ targets }) => targets > 0)
        .map((one) => [`${one.slug} ${one.tool}`, one.targets, one.staleTargets]);
    };
    const expected = async () =>
      [...(await bySql(scopeOfAll()))].map(([cell, { targets, stale }]) => [cell, targets, stale]).sort();
    const [before, after] = [await told(), await expected()];
    expect(before.sort()).not.toEqual(after);
    await database.pool.query("SELECT sources_count(1)");
    const of = (cluster: string) => (list: unknown[][]) => list.filter(([cell]) => String(cell).startsWith(cluster));
    expect(of("cluster-1")((await told()).sort())).toEqual(of("cluster-1")(after));
    expect((await told()).sort()).not.toEqual(after);
    await database.pool.query("SELECT sources_count(NULL)");
    expect((await told()).sort()).toEqual(after);
  });
});
