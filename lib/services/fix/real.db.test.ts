import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closePool } from "../../db/pool";
import { type TestDatabase, testDatabase } from "../../db/testing/database";
import { fixDetail } from "../../queries/fix/detail";
import { listFixes } from "../../queries/fix/list";
import { scopeOfAll } from "../../queries/testing/scopes";
import { refreshUnits } from "../posture/refresh-units";
import { haveReports, realFiles, send } from "../report/testing/send";
import { refreshFixes } from "./refresh";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'real', 'Real')");
});
afterAll(async () => {
  await closePool();
  await database.close();
});

describe.runIf(haveReports)("fixes of real reports", () => {
  it("are actions that an engineer can take", async () => {
    const { pool } = database;
    for (const { name, format, bytes } of realFiles()) {
      const node = format === "kube-bench" ? { node: "node-1" } : {};
      await send(pool, bytes, { clusterId: 1, format, fileName: name, ...node });
    }
    for (const id of [0, 1]) await refreshUnits(pool, id);
    await refreshFixes(pool);
    const { rows } = await listFixes(scopeOfAll(), { cursor: null, limit: 100 });
    expect(rows.length).toBeGreaterThan(50);
    for (const { title, points, findings } of rows) {
      expect(title).not.toMatch(/undefined|null|NaN|\[object/);
      expect(points).toBeGreaterThanOrEqual(0);
      expect(findings).toBeGreaterThan(0);
    }
    for (const kind of [1, 2, 3, 4, 5, 6]) {
      const page = await listFixes(scopeOfAll(), { cursor: null, limit: 5, kind });
      for (const { id } of page.rows) {
        const fix = await fixDetail(scopeOfAll(), String(id));
        expect(fix.worst.length).toBeGreaterThan(0);
        if (kind === 3) expect(fix.patches.length).toBeGreaterThan(0);
      }
    }
  }, 240_000);
});
