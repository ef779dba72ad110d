import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { faults } from "@/lib/ingest/testing/compare";
import { stateOf, unlike, writtenMark } from "@/lib/ingest/testing/state";
import { haveReports, realFiles, send } from "./testing/send";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await database.pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
});
afterAll(() => database.close());

const scan = (over: object = {}) => ({
  ...{
    SchemaVersion: 2,
    ArtifactName: "registry.example.org/app:1",
    ArtifactType: "container_image",
    CreatedAt: "2026-01-01T00:00:00Z",
  },
  Results: [
    {
      ...{ Target: "app", Class: "os-pkgs", Type: "debian" },
      Vulnerabilities: [
        { VulnerabilityID: "CVE-2026-1", PkgName: "openssl", InstalledVersion: "1", Severity: "HIGH", ...over },
      ],
    },
  ],
});

it("a broken report fails with one line, keeps nothing of its bytes and changes nothing", async () => {
  const whole = JSON.stringify(scan());
  expect((await send(database.pool, whole, { clusterId: 1 })).state).toBe("done");
  const mark = await writtenMark(database.pool);
  const state = await stateOf(database.pool);
  for (const text of [
    whole.slice(0, -20),
    whole.replace(":2,", ":2"),
    "{}",
    "",
    "not a report at all",
    '{"SchemaVersion": 2, "Results": 5}',
  ]) {
    const sent = await send(database.pool, text, { clusterId: 1 });
    expect([text, sent.state]).toEqual([text, "failed"]);
    expect(sent.error?.code).toMatch(/^(malformed|unrecognised)$/);
    expect(sent.error?.message).not.toMatch(/\n|\bat \w+ \(|node_modules/);
  }
  expect((await database.pool.query("SELECT 1 FROM report_chunk")).rowCount).toBe(0);
  expect(await writtenMark(database.pool)).toBe(mark);
  expect(unlike(await stateOf(database.pool), state)).toEqual([]);
});

it("whose a broken report was is kept as far as it could be told", async () => {
  const { rows } = await database.pool.query<{ format: string | null; tool: string | null; n: number }>(
    "SELECT format, tool, count(*)::int AS n FROM report WHERE state = 'failed' GROUP BY 1, 2 ORDER BY 1",
  );
  // What was cut off and what has a wrong type was seen to be Trivy's; "{}" and prose could be anybody's.
  expect(rows).toEqual([
    { format: "trivy", tool: "trivy", n: 3 },
    { format: null, tool: null, n: 3 },
  ]);
});

it("stores what JSON allows and PostgreSQL does not", async () => {
  const odd = scan({
    VulnerabilityID: "CVE-2026-2",
    Title: "nul \0 and half \ud83d a pair, \\u0000 in words",
    PkgName: "open\0ssl\udc00",
  });
  const text = JSON.stringify({ ...odd, ArtifactName: "registry.example.org/odd:1" });
  const sent = await send(database.pool, text, { clusterId: 1 });
  expect([sent.state, sent.error]).toEqual(["done", null]);
  const { rows } = await database.pool.query("SELECT title FROM rule WHERE code = 'CVE-2026-2'");
  expect(rows[0].title).toBe("nul  and half � a pair, \\u0000 in words");
  const pod = (name: string) =>
    JSON.stringify({
      ...{ apiVersion: "v1", kind: "List" },
      items: [
        {
          ...{ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "shop", labels: { "a\0": "b\ud800" } } },
          spec: { containers: [{ name: "c\0", image: "registry.example.org/odd:1" }] },
        },
      ],
    });
  for (const name of ["web", "we\0b", "w\ud800"]) {
    const configured = await send(database.pool, pod(name), { clusterId: 1 });
    expect([configured.state, configured.error]).toEqual(["done", null]);
  }
  expect(await faults(database.pool)).toEqual([]);
});

it.runIf(haveReports)(
  "real reports cut anywhere lose nothing that is there",
  async () => {
    const { pool } = database;
    for (const { bytes, format } of realFiles()) await send(pool, bytes, { clusterId: 1, format, node: "n" });
    const present = async () =>
      (await pool.query("SELECT count(*)::int AS n FROM finding WHERE presence = 0")).rows[0].n as number;
    const before = await present();
    expect(before).toBeGreaterThan(500);
    // YAML that is cut between two lines is whole YAML.
    for (const { name, bytes, format } of realFiles().filter((file) => !/ya?ml$/.test(file.name))) {
      const sent = await send(pool, bytes.subarray(0, Math.floor(bytes.length * 0.7)), {
        clusterId: 1,
        format,
        node: "n",
      });
      // Lines and documents that are whole may be read; the rest is told.
      if (sent.state === "failed") expect(sent.error?.message, name).not.toMatch(/\n.*\n/);
      else expect(sent.result?.closed, name).toBe(0);
    }
    expect(await present()).toBeGreaterThanOrEqual(before);
    expect(await faults(pool)).toEqual([]);
  },
  120_000,
);
