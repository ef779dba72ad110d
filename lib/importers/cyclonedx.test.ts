import { describe, expect, it } from "vitest";
import { itemsOf, only, sample } from "./testing";

const image = sample("cyclonedx/image.json");
const bom = (more: object) => JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", ...more });
const flaw = (more: object) => ({ id: "CVE-2024-1111", affects: [{ ref: "a" }], ...more });
const library = { "bom-ref": "a", type: "library", name: "lodash", version: "4.0.0", purl: "pkg:npm/lodash@4.0.0" };

describe("cyclonedx", () => {
  it("knows tool, time and image, with all its digests", async () => {
    const items = await itemsOf(image);
    expect(items[0]).toMatchObject({ tool: "trivy", toolVersion: "0.57.1", observedAt: "2026-11-02T09:30:00.000Z" });
    const target = {
      kind: "image",
      repository: "registry.example.com/shop/web",
      tag: "1.4.2",
      digests: ["sha256:5e1b4f2f9a7c0b1de5f6ab8c6e74d7ac30f0f6b8f0b5a1f7fd4d2e4fd7f7c900"],
      imageId: "sha256:0d6be0c4f4c7bb0aba2d3bdf4d13dd30d7e2a8f0cd4d3e6ea3d9df9b4a54dc11",
    };
    expect(only(items, "scope").map((scope) => [scope.class, scope.target, scope.complete, scope.assesses])).toEqual([
      ["inventory", target, true, []],
      ["vulnerability", target, true, ["application"]],
    ]);
  });

  it("makes a detection of each affected component, counted once", async () => {
    const items = await itemsOf(image);
    expect(
      only(items, "detection").map(({ rule, location, severity, rawCount }) => [rule.id, location, severity, rawCount]),
    ).toEqual([
      ["CVE-2024-5535", "pkg:deb/debian/libssl3", "low", 1],
      ["CVE-2025-10001", "pkg:npm/%40acme/ui", "high", 1],
      ["CVE-2025-10001", "pkg:generic/shop-api", "high", 0],
      ["trivy:INT-7", "component:gone", "unknown", 1],
    ]);
    expect(only(items, "detection")[0]).toMatchObject({
      opinions: [
        { source: "distribution", by: "debian", severity: "low" },
        { source: "nvd", by: "nvd", severity: "critical", cvss: { version: "3.1", score: 9.1 } },
      ],
      fixState: "available",
      fixedVersion: "3.0.15-1~deb12u1",
      installedVersion: "3.0.14-1~deb12u2",
    });
    expect(only(items, "detection")[1]?.rule.aliases).toEqual(["GHSA-abcd-2345-wxyz"]);
    expect(only(items, "skipped").map(({ reason, raw, rawSeverity }) => [reason, raw, rawSeverity])).toEqual([
      ["suppressed in the source (not_affected)", 1, "critical"],
    ]);
  });

  it("takes components for inventory, nested ones too", async () => {
    expect(only(await itemsOf(image), "component").map(({ purl }) => purl)).toEqual([
      "pkg:deb/debian/libssl3@3.0.14-1~deb12u2",
      "pkg:npm/%40acme/ui@2.1.0",
    ]);
    const items = await itemsOf(sample("cyclonedx/inventory.json"));
    expect(only(items, "scope").map((scope) => [scope.class, scope.target])).toEqual([
      ["inventory", { kind: "repository", name: "git.example.com/acme/shop" }],
    ]);
    expect(only(items, "component")).toHaveLength(2);
  });

  it("reads XML as it does JSON, with or without prefixes", async () => {
    const items = await itemsOf(sample("cyclonedx/comment-first.xml"));
    expect(items[0]).toMatchObject({ tool: "grype", toolVersion: "0.41.0" });
    const [found, ...others] = only(items, "detection");
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      rule: { id: "CVE-2021-44228", aliases: ["GHSA-jfh8-c2jp-5v3q"] },
      location: "pkg:maven/org.apache.logging.log4j/log4j-core",
      severity: "critical",
      opinions: [{ source: "nvd", severity: "critical", cvss: { version: "3.1", score: 10 } }],
      evidence: { CWE: "502", analysis: "in_triage" },
    });
    expect(only(items, "scope")[0]?.target).toMatchObject({
      repository: "registry.example.com/shop/search",
      digests: [expect.stringMatching(/^sha256:9d1b/)],
    });
    const old = only(await itemsOf(sample("cyclonedx/extension-1.2.xml")), "detection");
    expect(old).toMatchObject([
      { rule: { id: "CVE-2018-7489" }, rawSeverity: "Critical", opinions: [{ cvss: { score: 9.8 } }] },
    ]);
  });

  it("closes nothing by a bill without a list of vulnerabilities, nor by VEX; an empty list is a report", async () => {
    const component = { type: "application", name: "shop" };
    const classes = async (more: object) =>
      only(await itemsOf(bom({ metadata: { component }, ...more })), "scope").map((scope) => [
        scope.class,
        scope.complete,
      ]);
    expect(await classes({ components: [library] })).toEqual([["inventory", true]]);
    expect(await classes({ components: [library], vulnerabilities: [] })).toEqual([
      ["inventory", true],
      ["vulnerability", true],
    ]);
    expect(await classes({ vulnerabilities: [flaw({ analysis: { state: "exploitable" } })] })).toEqual([
      ["vulnerability", false],
    ]);
    const [scope] = only(await itemsOf(sample("cyclonedx/vex.json"), { repository: "acme/shop" }), "scope");
    expect(scope).toMatchObject({ target: { name: "acme/shop" }, complete: false });
  });

  it("reads any order of keys the same", async () => {
    const parts = Object.entries(JSON.parse(image.toString()) as object);
    const byText = async (text: string) => (await itemsOf(text)).map((item) => JSON.stringify(item)).sort();
    expect(await byText(JSON.stringify(Object.fromEntries(parts.reverse())))).toEqual(await byText(image.toString()));
  });

  it("takes the checks of a scanner of configurations for what they are, and a database for a distribution", async () => {
    const [found] = only(await itemsOf(sample("cyclonedx/checks.xml"), { repository: "acme/shop" }), "detection");
    expect(found).toMatchObject({
      rule: { id: "kics:dd29336b-fe57-445b-a26e-e6aa867ae609", kind: "misconfiguration", area: "pipeline" },
      location: "file:deploy/web.yaml",
      severity: "high",
      rawCount: 2,
      evidence: { CWE: "22" },
    });
    const [old] = only(
      await itemsOf(
        bom({
          components: [{ type: "library", "bom-ref": "a", name: "libc6", version: "2.27" }],
          vulnerabilities: [flaw({ source: { name: "ubuntu:18.04" }, ratings: [{ severity: "low" }] })],
        }),
      ),
      "detection",
    );
    expect(old).toMatchObject({
      location: "pkg:deb/ubuntu/libc6",
      opinions: [{ source: "distribution", by: "ubuntu" }],
    });
  });

  it.each([
    [[{ severity: "high" }, { severity: "low", source: { name: "NVD" } }], "low"],
    [[{ score: 9.8, method: "CVSSv31" }], "critical"],
    [[{ score: 9.8, method: "CVSSv2" }], "unknown"],
    [[{ severity: "unknown" }, { severity: "medium" }], "medium"],
    [
      [
        { severity: "critical", source: { name: "redhat" } },
        { severity: "low", source: { name: "GitHub Advisories" } },
      ],
      "low",
    ],
    [[], "unknown"],
  ])("of ratings %j the severity is %s", async (ratings, severity) => {
    const [found] = only(
      await itemsOf(bom({ components: [library], vulnerabilities: [flaw({ ratings })] })),
      "detection",
    );
    expect(found?.severity).toBe(severity);
  });

  it.each([
    [
      { name: "nginx", version: "1.27" },
      { repository: "docker.io/library/nginx", tag: "1.27" },
    ],
    [
      { name: "web", purl: `pkg:oci/web@sha256:${"a".repeat(64)}?repository_url=r.example.com/x&tag=3` },
      { repository: "r.example.com/x/web", tag: "3", digests: [`sha256:${"a".repeat(64)}`] },
    ],
    [
      { name: "r.example.com/y", hashes: [{ alg: "SHA-256", content: "b".repeat(64) }] },
      { repository: "r.example.com/y", digests: [`sha256:${"b".repeat(64)}`] },
    ],
  ])("image %j", async (component, target) => {
    const items = await itemsOf(
      bom({ metadata: { component: { type: "container", ...component } }, components: [library] }),
    );
    expect(only(items, "scope")[0]?.target).toEqual({ kind: "image", ...target });
  });

  it("refuses hostile and other files, with the place", async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY a "aaaa">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4"><components><component><name>&a;</name></component></components></bom>';
    await expect(itemsOf(bomb)).rejects.toMatchObject({
      code: "malformed",
      message: expect.stringContaining("a document type definition is not accepted"),
    });
    await expect(itemsOf(bom({ vulnerabilities: {} }))).rejects.toThrow(
      "expected a list, found an object (at vulnerabilities)",
    );
    await expect(itemsOf(bom({ components: [1] }))).rejects.toThrow(
      "expected an object, found a number (at components[0])",
    );
    await expect(itemsOf("<other/>", { format: "cyclonedx" })).rejects.toThrow(
      "expected the element <bom>, found <other>",
    );
    await expect(itemsOf("{}", { format: "cyclonedx" })).rejects.toThrow("expected a CycloneDX bill of materials");
    await expect(itemsOf("", { format: "cyclonedx" })).rejects.toThrow("the file is empty");
  });
});
