import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
import { sample } from "@/lib/importers/testing";
import { forgetRules } from "@/lib/ingest/rules";
import { faults } from "@/lib/ingest/testing/compare";
import { emptied } from "@/lib/ingest/testing/state";
import { send } from "./testing/send";

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

const give = async (body: object, day: number, format: string) => {
  const observedAt = new Date(Date.UTC(2026, 4, day)).toISOString();
  const sent = await send(database.pool, JSON.stringify(body), { clusterId: 1, observedAt, format });
  expect([sent.state, sent.error]).toEqual(["done", null]);
  return sent.result;
};

/** Open and closed findings by the code of their rule, each with the tools that say so now. */
async function findings() {
  const { rows } = await database.pool.query<{ code: string; open: boolean; tools: string[] }>(
    `SELECT r.code, f.presence = 0 AS open,
       coalesce(array_agg(DISTINCT t.name ORDER BY t.name) FILTER (WHERE t.id IS NOT NULL), '{}') AS tools
     FROM finding f JOIN rule r ON r.id = f.rule_id JOIN asset a ON a.subject_id = f.subject_id
       LEFT JOIN detection d ON d.asset_id = a.id AND d.rule_id = f.rule_id LEFT JOIN tool t ON t.id = d.tool_id
     GROUP BY f.id, r.code, f.presence ORDER BY r.code`,
  );
  return Object.fromEntries(rows.map(({ code, open, tools }) => [code, [open, tools]]));
}

const repository = "registry.example.org/shop/app";
const digest = `sha256:${"ab".repeat(32)}`;

interface Package {
  cve: string;
  name: string;
  ghsa?: string;
}
const openssl: Package = { cve: "CVE-2026-1001", name: "openssl" };
const zlib: Package = { cve: "CVE-2026-1002", name: "zlib1g" };
const lodash: Package = { cve: "CVE-2026-1003", name: "lodash", ghsa: "GHSA-aaaa-bbbb-cccc" };
const purl = ({ name, ghsa }: Package) => (ghsa ? `pkg:npm/${name}@1.0` : `pkg:deb/debian/${name}@1.0?arch=amd64`);

const trivyScan = (packages: Package[], day: number) => ({
  SchemaVersion: 2,
  CreatedAt: new Date(Date.UTC(2026, 4, day)).toISOString(),
  ArtifactName: `${repository}:1.0`,
  ArtifactType: "container_image",
  Metadata: { RepoTags: [`${repository}:1.0`], RepoDigests: [`${repository}@${digest}`] },
  Results: [false, true].map((own) => ({
    ...(own
      ? { Target: "Node.js", Class: "lang-pkgs", Type: "node-pkg" }
      : { Target: "app (debian 12)", Class: "os-pkgs", Type: "debian" }),
    Vulnerabilities: packages
      .filter(({ ghsa }) => (ghsa !== undefined) === own)
      .map(({ cve, name }) => ({
        VulnerabilityID: cve,
        PkgName: name,
        InstalledVersion: "1.0",
        Severity: "HIGH",
        SeveritySource: "nvd",
      })),
  })),
});

const grypeScan = (packages: Package[], day: number) => ({
  matches: packages.map((one) => ({
    vulnerability: {
      id: one.ghsa ?? one.cve,
      namespace: one.ghsa ? "github:language:javascript" : "debian:distro:debian:12",
      severity: "Medium",
      fix: { versions: [], state: "not-fixed" },
    },
    relatedVulnerabilities: [{ id: one.cve, namespace: "nvd:cpe", severity: "High" }],
    matchDetails: [],
    artifact: { name: one.name, version: "1.0", type: one.ghsa ? "npm" : "deb", purl: purl(one), locations: [] },
  })),
  source: {
    type: "image",
    target: { userInput: `${repository}:1.0`, tags: [`${repository}:1.0`], repoDigests: [`${repository}@${digest}`] },
  },
  descriptor: { name: "grype", version: "0.95.0", timestamp: new Date(Date.UTC(2026, 4, day)).toISOString() },
});

describe("one image scanned by Trivy and by Grype", () => {
  const both = ["grype", "trivy"];

  it.each(["trivy", "grype"])("has one finding for each flaw, with both as witnesses (first %s)", async (first) => {
    const send = {
      trivy: () => give(trivyScan([openssl, zlib, lodash], 1), 1, "trivy"),
      grype: () => give(grypeScan([openssl, zlib, lodash], 2), 2, "grype"),
    };
    await send[first as "trivy"]();
    expect(await send[first === "trivy" ? "grype" : "trivy"]()).toMatchObject({ created: 0, closed: 0 });
    expect(await findings()).toEqual({
      "CVE-2026-1001": [true, both],
      "CVE-2026-1002": [true, both],
      "CVE-2026-1003": [true, both],
    });
    // The same package by both is the same place, too.
    const { rows } = await database.pool.query("SELECT count(DISTINCT (rule_id, loc))::int AS n FROM detection");
    expect(rows).toEqual([{ n: 3 }]);
    expect(await faults(database.pool)).toEqual([]);
  });

  it("closes nothing that one of them still reports", async () => {
    await give(trivyScan([openssl, zlib, lodash], 1), 1, "trivy");
    await give(grypeScan([openssl, zlib, lodash], 1), 1, "grype");
    expect(await give(trivyScan([openssl], 3), 3, "trivy")).toMatchObject({ closed: 0 });
    expect(await findings()).toMatchObject({
      "CVE-2026-1001": [true, both],
      "CVE-2026-1002": [true, ["grype"]],
      "CVE-2026-1003": [true, ["grype"]],
    });
    expect(await give(grypeScan([lodash], 4), 4, "grype")).toMatchObject({ closed: 1 });
    expect(await findings()).toMatchObject({
      "CVE-2026-1001": [true, ["trivy"]],
      "CVE-2026-1002": [false, []],
      "CVE-2026-1003": [true, ["grype"]],
    });
    expect(await faults(database.pool)).toEqual([]);
  });

  it("leaves the whole scan alone when a narrowed one finds less", async () => {
    await give(grypeScan([openssl, zlib], 1), 1, "grype");
    const scan = grypeScan([], 2);
    const narrowed = { ...scan, descriptor: { ...scan.descriptor, configuration: { "only-fixed": true } } };
    expect(await give(narrowed, 2, "grype")).toMatchObject({ closed: 0 });
    expect(Object.keys(await findings())).toHaveLength(2);
  });
});

describe("one workload checked by Kubescape and by Trivy", () => {
  const checks = ["C-0057", "C-0016", "C-0012"];
  const kubescape = (failed: string[], day: number) => ({
    generationTime: new Date(Date.UTC(2026, 4, day)).toISOString(),
    clusterAPIServerInfo: null,
    customerGUID: "",
    resources: [],
    results: [
      {
        resourceID: "apps/v1/web/Deployment/shop",
        controls: checks.map((controlID) => ({
          controlID,
          name: controlID,
          rules: [{ name: "rule", status: failed.includes(controlID) ? "failed" : "passed" }],
        })),
      },
    ],
    summaryDetails: {
      controls: Object.fromEntries(
        checks.map((controlID) => [
          controlID,
          { controlID, scoreFactor: 8, ResourceCounters: { failedResources: failed.includes(controlID) ? 1 : 0 } },
        ]),
      ),
    },
  });

  it("has one finding for each equivalent check, which stays while either says so", async () => {
    // In the sample Trivy says so of KSV017 (privileged) on this Deployment.
    const trivy = JSON.parse(sample("trivy/cluster.json").toString());
    await give(trivy, 1, "trivy");
    expect(await findings()).toMatchObject({ "k8s:privileged-container": [true, ["trivy"]] });
    await give(kubescape(["C-0057", "C-0012"], 2), 2, "kubescape");
    expect(await findings()).toMatchObject({
      "k8s:privileged-container": [true, ["kubescape", "trivy"]],
      "kubescape:C-0012": [true, ["kubescape"]],
    });
    expect(await give(kubescape([], 3), 3, "kubescape")).toMatchObject({ closed: 1 });
    expect(await findings()).toMatchObject({
      "k8s:privileged-container": [true, ["trivy"]],
      "kubescape:C-0012": [false, []],
    });
    expect(await faults(database.pool)).toEqual([]);
  });
});
