import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { forgetRules } from "@/lib/ingest/rules";
import { faults } from "@/lib/ingest/testing/compare";
import { emptied } from "@/lib/ingest/testing/state";
import { haveReports, reportsFolder, send } from "./testing/send";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  await emptied(database.pool);
  forgetRules(database.pool);
  await database.pool.query("INSERT INTO cluster (id, slug, name) VALUES (1, 'one', 'One')");
});
afterAll(() => database.close());

interface Scan {
  ArtifactName: string;
  Metadata?: { RepoTags?: string[]; RepoDigests?: string[] };
  CreatedAt?: string;
  Results: { Class?: string; Vulnerabilities?: { VulnerabilityID: string }[] }[];
}

const real = (name: string): Scan => JSON.parse(readFileSync(path.join(reportsFolder, "trivy", name), "utf8"));
const digestOf = (version: string) => `sha256:${Buffer.from(version).toString("hex").padEnd(64, "0").slice(0, 64)}`;

/** The scan, told of another version of one image. */
function asVersion(
  scan: Scan,
  version: string,
  day: number,
  by: { tag?: boolean; digest?: boolean } = { tag: true, digest: true },
): Scan {
  const repository = "registry.example.org/shop/app";
  const Metadata = {
    RepoTags: by.tag ? [`${repository}:${version}`] : [],
    RepoDigests: by.digest ? [`${repository}@${digestOf(version)}`] : [],
  };
  const name = by.tag ? `${repository}:${version}` : `${repository}@${digestOf(version)}`;
  return { ...scan, ArtifactName: name, Metadata, CreatedAt: new Date(Date.UTC(2026, 0, day)).toISOString() };
}

const deployment = (image: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: web, image: "${image}"}]
`;

const give = async (body: Scan | string, day: number) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const sent = await send(database.pool, text, {
    clusterId: 1,
    observedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
  });
  expect([sent.state, sent.error]).toEqual(["done", null]);
  return sent.result;
};
const image = (version: string) => `registry.example.org/shop/app:${version}`;
const cvesOf = (scan: Scan) =>
  new Set(scan.Results.flatMap((result) => (result.Vulnerabilities ?? []).map((item) => item.VulnerabilityID)));

async function findings() {
  const { rows } = await database.pool.query<{ id: string; code: string; state: string; place: string; first: Date }>(
    `SELECT f.id::text, r.code, (ARRAY['open', 'in_progress', 'awaiting_verification', 'awaiting_scan', 'accepted', 'false_positive', 'mitigated',
       'no_fix', 'fixed', 'replaced', 'gone', 'withdrawn', 'quiet'])[f.state + 1] AS state, p.namespace AS place, f.first_seen_at AS first
     FROM finding f JOIN rule r ON r.id = f.rule_id JOIN place p ON p.id = f.place_id WHERE f.kind = 0 ORDER BY f.id`,
  );
  return rows;
}

describe.runIf(haveReports)("a place whose image moves on, by real scans", () => {
  it.each([
    [
      "juice shop, two thirds of it",
      () => {
        const a = real("scb__juice-shop-v10.2.0.json");
        const thin = (n: number) => (_: unknown, index: number) => index % 3 !== n;
        const b = {
          ...a,
          Results: a.Results.map((r) => ({ ...r, Vulnerabilities: r.Vulnerabilities?.filter(thin(0)) })),
        };
        return [a, b];
      },
    ],
    ["another distribution", () => [real("trivy__debian-stretch.json"), real("trivy__alpine-310.json")]],
  ] as [string, () => [Scan, Scan]][])("%s", async (_, scans) => {
    const [a, b] = scans();
    await give(deployment(image("1")), 1);
    const created = await give(asVersion(a, "1", 2), 2);
    const before = await findings();
    expect(new Set(before.map((row) => row.code))).toEqual(cvesOf(a));
    expect(new Set(before.map((row) => `${row.place} ${row.state}`))).toEqual(new Set(["shop open"]));
    expect(created?.created).toBeGreaterThanOrEqual(before.length);

    // B is not scanned yet: the same rows go on, awaiting scan.
    expect(await give(deployment(image("2")), 3)).toMatchObject({ created: 0, closed: 0, reopened: 0 });
    const waiting = await findings();
    expect(waiting).toEqual(before.map((row) => ({ ...row, state: "awaiting_scan" })));

    const merged = await give(asVersion(b, "2", 4), 4);
    const after = await findings();
    const [inA, inB] = [cvesOf(a), cvesOf(b)];
    const known = new Map(before.map((row) => [row.code, row]));
    for (const row of after) {
      const same = known.get(row.code);
      expect(row.state).toBe(inB.has(row.code) ? "open" : "replaced");
      if (same) expect([row.id, row.first]).toEqual([same.id, same.first]);
    }
    expect(after.length).toBe(new Set([...inA, ...inB]).size);
    const { rows } = await database.pool.query(
      "SELECT count(*)::int AS n FROM finding WHERE kind <> 0 AND presence = 2",
    );
    expect(merged).toMatchObject({
      created: [...inB].filter((code) => !inA.has(code)).length,
      closed: [...inA].filter((code) => !inB.has(code)).length + rows[0].n,
      reopened: 0,
    });
    expect(await faults(database.pool)).toEqual([]);
    // Back to A: what was replaced is there again, as the same rows.
    expect(await give(deployment(image("1")), 5)).toMatchObject({ created: 0 });
    expect((await findings()).map((row) => row.id)).toEqual(after.map((row) => row.id));
    for (const row of await findings()) expect(row.state).toBe(inA.has(row.code) ? "open" : "replaced");
    expect(await faults(database.pool)).toEqual([]);
  });
});

const small = (...ids: string[]): Scan => ({
  ...{ ArtifactName: "", ArtifactType: "container_image", SchemaVersion: 2 },
  Results: [
    {
      Class: "os-pkgs",
      Vulnerabilities: ids.map((VulnerabilityID) => ({
        VulnerabilityID,
        PkgName: "p",
        InstalledVersion: "1",
        Severity: "HIGH",
      })),
    },
  ],
});
const assets = async () =>
  (await database.pool.query<{ key: string }>("SELECT key FROM asset WHERE kind = 4 ORDER BY key")).rows.map(
    (row) => row.key,
  );
const states = async () => (await findings()).map((row) => `${row.place} ${row.code} ${row.state}`);

describe("which versions are one", () => {
  it("a tag alone becomes one with its digest when that is learnt", async () => {
    await give(asVersion(small("CVE-2026-1", "CVE-2026-2"), "1", 1, { tag: true }), 1);
    const [one] = await findings();
    // The digest alone first, as a version of its own, then both together.
    await give(asVersion(small("CVE-2026-1"), "1", 2, { digest: true }), 2);
    expect((await assets()).length).toBe(2);
    const result = await give(asVersion(small("CVE-2026-1"), "1", 3), 3);
    expect(await assets()).toEqual([`image/registry.example.org/shop/app@${digestOf("1")}`]);
    expect(result).toMatchObject({ created: 0, reopened: 0 });
    expect((await findings())[0]).toMatchObject({ id: one?.id, state: "open", first: one?.first });
    expect((await states())[1]).toMatch(/CVE-2026-2 (replaced|withdrawn)$/);
    expect(await faults(database.pool)).toEqual([]);
  });

  it("two digests of one image are one", async () => {
    await give(asVersion(small("CVE-2026-1"), "1", 1), 1);
    await give(asVersion(small("CVE-2026-2"), "index", 2, { digest: true }), 2);
    expect((await assets()).length).toBe(2);
    const both = asVersion(small("CVE-2026-2"), "1", 3);
    both.Metadata?.RepoDigests?.push(`registry.example.org/shop/app@${digestOf("index")}`);
    await give(both, 3);
    expect((await assets()).length).toBe(1);
    expect(await states()).toEqual([expect.stringMatching(/CVE-2026-1 (replaced|withdrawn)$/), " CVE-2026-2 open"]);
    expect(await faults(database.pool)).toEqual([]);
  });

  it("a tag that moves to a new digest leaves the old version alone, and a late scan does not take it back", async () => {
    const latest = (version: string, day: number) => {
      const scan = asVersion(small(`CVE-2026-${version}`), version, day);
      return { ...scan, Metadata: { ...scan.Metadata, RepoTags: [image("latest")] }, ArtifactName: image("latest") };
    };
    await give(latest("1", 1), 1);
    await give(latest("3", 5), 5);
    expect((await assets()).length).toBe(2);
    expect(await states()).toEqual([" CVE-2026-1 open", " CVE-2026-3 open"]);
    await give(latest("2", 3), 3);
    await give(deployment(image("latest")), 6);
    expect(await states()).toEqual(expect.arrayContaining(["shop CVE-2026-3 open"]));
    expect((await states()).filter((line) => line.startsWith("shop")).length).toBe(1);
    expect(await faults(database.pool)).toEqual([]);
  });
});
