import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { faults } from "@/lib/ingest/testing/compare";
import { random } from "@/lib/ingest/testing/random";
import { stateOf, unlike, writtenMark } from "@/lib/ingest/testing/state";
import { processReport } from "./process";
import { enqueueReport, haveReports, outcome, type RealFile, realFiles, send } from "./testing/send";

/** Every file has a cluster, a day and a node of its own, where the file itself does not say. */
interface Import extends RealFile {
  clusterId: number;
  observedAt: string;
}

const CLUSTERS = [1, 2, 3, 4, 5];
let imports: Import[] = [];
let database: TestDatabase;

beforeAll(() => {
  if (!haveReports) return;
  imports = realFiles().map((file, index) => ({
    ...file,
    clusterId: CLUSTERS[index % CLUSTERS.length] as number,
    observedAt: new Date(Date.UTC(2026, 0, 1, index)).toISOString(),
  }));
});
beforeEach(async () => {
  database = await testDatabase();
  await database.pool.query(
    "INSERT INTO cluster (id, slug, name) SELECT n, 'c' || n, 'C' || n FROM unnest($1::int[]) n",
    [CLUSTERS],
  );
  await database.pool.query("INSERT INTO team (id, slug, name) VALUES (1, 'red', 'Red'), (2, 'blue', 'Blue')");
  await database.pool.query(
    `INSERT INTO ownership_rule (priority, team_id, cluster, namespace, image) VALUES (1, 1, 'c1', NULL, NULL), (2, 2, NULL, 'default', NULL),
       (3, 1, NULL, NULL, 'docker.io/*')`,
  );
});
afterEach(() => database.close());

const optionsOf = ({ name, format, clusterId, observedAt }: Import) => ({
  ...{ clusterId, observedAt, format, fileName: name },
  ...(format === "kube-bench" ? { node: "node-1" } : {}),
  // One scan in two formats may name a package differently; within one scope that would be a change from day to day.
  ...(format === "cyclonedx" || format === "sarif" ? { profile: format } : {}),
});

describe.runIf(haveReports)("real reports", () => {
  it("give totals that add up in every cut, and nothing the second time", async () => {
    const { pool } = database;
    for (const item of imports) {
      const sent = await send(pool, item.bytes, optionsOf(item));
      expect([item.name, sent.state, sent.error]).toEqual([item.name, "done", null]);
    }
    expect(await faults(pool)).toEqual([]);
    for (const by of ["cluster_id", "team_id", "area", "severity", "fix_team_id", "state"]) {
      const { rows } = await pool.query(
        `SELECT * FROM (SELECT ${by} AS by, count(*) AS n FROM finding GROUP BY 1) f
         FULL JOIN (SELECT ${by} AS by, sum(n) AS n FROM posture_count GROUP BY 1 HAVING sum(n) <> 0) c USING (by) WHERE f.n IS DISTINCT FROM c.n`,
      );
      expect(rows).toEqual([]);
    }
    const { rows: total } = await pool.query("SELECT count(*) AS n FROM finding WHERE presence = 0");
    expect(total[0].n).toBeGreaterThan(1000);

    const mark = await writtenMark(pool);
    const state = await stateOf(pool);
    for (const item of imports) {
      // The same bytes, and the same content in other bytes.
      for (const bytes of [item.bytes, Buffer.concat([item.bytes, Buffer.from("\n")])]) {
        if (bytes !== item.bytes && /falco/.test(item.format)) continue;
        const { result } = await send(pool, bytes, optionsOf(item));
        expect([item.name, result]).toMatchObject([item.name, { created: 0, reopened: 0, closed: 0, updated: 0 }]);
      }
    }
    expect(await writtenMark(pool)).toBe(mark);
    expect(unlike(await stateOf(pool), state)).toEqual([]);
  }, 180_000);

  it("give the same state in another order, and in batches", async () => {
    const { pool } = database;
    for (const item of imports) await send(pool, item.bytes, optionsOf(item));
    const first = await stateOf(pool, { loose: true });
    for (const turn of [1, 2]) {
      const other = await testDatabase();
      try {
        for (const table of ["cluster", "team", "ownership_rule"]) {
          const { rows } = await pool.query(`SELECT * FROM ${table}`);
          for (const row of rows)
            await other.pool.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::${table}, $1)`, [
              JSON.stringify({ ...row, inventory_at: null, inventory_from: null }),
            ]);
        }
        const shuffled = random(turn).shuffled(imports);
        if (turn === 1) for (const item of shuffled) await send(other.pool, item.bytes, optionsOf(item));
        else {
          const ids: string[] = [];
          for (const item of shuffled) ids.push(await enqueueReport(other.pool, item.bytes, optionsOf(item)));
          for (const id of ids) await processReport(other.pool, id);
          for (const id of ids) expect((await outcome(other.pool, id)).state).toBe("done");
        }
        expect(await faults(other.pool)).toEqual([]);
        expect(unlike(await stateOf(other.pool, { loose: true }), first)).toEqual([]);
      } finally {
        await other.close();
      }
    }
  }, 240_000);
});
