import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "@/lib/db/testing/database";
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

const image = "registry.example.org/shop/web:1";
const library = {
  "bom-ref": "a",
  type: "library",
  name: "libssl3",
  version: "3.0",
  purl: "pkg:deb/debian/libssl3@3.0?arch=amd64",
};
const bom = (tool: string, vulnerabilities?: string[]) =>
  JSON.stringify({
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    metadata: { tools: [{ name: tool }], component: { type: "container", name: image } },
    components: [library],
    ...(vulnerabilities ? { vulnerabilities: vulnerabilities.map((id) => ({ id, affects: [{ ref: "a" }] })) } : {}),
  });

async function give(body: string, day: number) {
  const sent = await send(database.pool, body, {
    clusterId: 1,
    observedAt: new Date(Date.UTC(2026, 0, day)).toISOString(),
  });
  expect([sent.state, sent.error]).toEqual(["done", null]);
  return sent.result;
}

describe("a bill of materials", () => {
  it("closes nothing without a list of vulnerabilities, and with an empty one what its tool said", async () => {
    expect(await give(bom("trivy", ["CVE-2026-1001", "CVE-2026-1002"]), 1)).toMatchObject({ created: 2 });
    expect(await give(bom("trivy"), 2)).toMatchObject({ created: 0, closed: 0 });
    expect(await give(bom("trivy", ["CVE-2026-1001"]), 3)).toMatchObject({ closed: 1 });
    expect(await give(bom("trivy", []), 4)).toMatchObject({ closed: 1 });
    expect(await faults(database.pool)).toEqual([]);
  });

  it("says the same of a package as Trivy does itself: one finding, two witnesses", async () => {
    const trivy = JSON.stringify({
      SchemaVersion: 2,
      ArtifactName: image,
      ArtifactType: "container_image",
      Metadata: { RepoTags: [image] },
      Results: [
        {
          Target: `${image} (debian 12)`,
          Class: "os-pkgs",
          Type: "debian",
          Vulnerabilities: [
            { VulnerabilityID: "CVE-2026-1001", PkgName: "libssl3", InstalledVersion: "3.0", Severity: "LOW" },
          ],
        },
      ],
    });
    expect(await give(trivy, 1)).toMatchObject({ created: 1 });
    expect(await give(bom("cdxgen", ["CVE-2026-1001"]), 1)).toMatchObject({ created: 0, updated: 1 });
    const { rows } = await database.pool.query(
      "SELECT count(*)::int AS n, count(DISTINCT (asset_id, rule_id, loc))::int AS places FROM detection",
    );
    expect(rows).toEqual([{ n: 2, places: 1 }]);
  });
});
