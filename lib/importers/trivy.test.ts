import { describe, expect, it } from "vitest";
import { itemsOf, only, sample } from "./testing";
import { ImportError, type ImportOptions } from "./types";

const read = (name: string, options: ImportOptions = {}) => itemsOf(sample(`trivy/${name}`), options);
const web = {
  kind: "image",
  repository: "registry.example.com/shop/web",
  tag: "1.4.0",
  digests: [`sha256:${"d4".repeat(32)}`],
  imageId: `sha256:${"c3".repeat(32)}`,
};
const shop = { kind: "workload", namespace: "web", workloadKind: "Deployment", name: "shop" };

describe("an image", () => {
  it("has one scope for each class that the report shows to have run", async () => {
    const items = await read("image.json");
    expect(items[0]).toMatchObject({ type: "header", tool: "trivy", observedAt: "2024-06-03T07:30:00.123Z" });
    expect(only(items, "scope").map((scope) => [scope.class, scope.complete, scope.target])).toEqual([
      ["vulnerability", true, web],
      ["secret", true, web],
    ]);
  });

  it("keeps all opinions and decides by the distribution", async () => {
    const [zlib] = only(await read("image.json"), "detection").filter((d) => d.location === "pkg:deb/debian/zlib1g");
    expect(zlib).toMatchObject({ severity: "low", rawSeverity: "CRITICAL", fixState: "wont_fix" });
    expect(zlib?.opinions?.map(({ source, by, severity }) => [source, by, severity])).toEqual([
      ["nvd", "nvd", "critical"],
      ["distribution", "debian", "low"],
    ]);
  });

  it("knows the results that somebody cut out of a report", async () => {
    const { Results, ArtifactName } = JSON.parse(sample("trivy/image.json").toString()) as Record<string, unknown>;
    const all = only(await read("image.json"), "detection").length;
    for (const part of [{ Results }, { ArtifactName, Results }])
      expect(only(await itemsOf(JSON.stringify(part)), "detection")).toHaveLength(all);
  });

  it("makes one detection of two copies of a package", async () => {
    const lodash = only(await read("image.json"), "detection").filter((d) => d.location === "pkg:npm/lodash");
    expect(lodash).toMatchObject([{ rawCount: 2, installedVersion: "4.17.20, 4.17.4" }]);
    expect(lodash[0]?.rule.aliases).toEqual(["GHSA-35jh-r3h4-6jhm"]);
  });

  it("takes no advisory over several flaws for an alias", async () => {
    const openssl = only(await read("image.json"), "detection").find((d) => d.location === "pkg:deb/debian/openssl");
    expect(openssl?.rule.aliases).toBeUndefined();
  });

  it("counts what is not affected, suppressed or a licence apart", async () => {
    expect(only(await read("image.json"), "skipped")).toEqual([
      { type: "skipped", reason: "not affected, says the vendor", count: 1, raw: 1, rawSeverity: "LOW" },
      { type: "skipped", reason: "suppressed in the source (ignored)", count: 1 },
      { type: "skipped", reason: "licence, not a security finding", count: 1 },
    ]);
  });

  it("closes no secrets when the report has none", async () => {
    expect(only(await read("packages.json"), "scope").map((scope) => scope.class)).toEqual([
      "vulnerability",
      "inventory",
    ]);
  });

  it("lists its packages", async () => {
    const items = await read("packages.json");
    expect(items[0]).toMatchObject({ toolVersion: "0.69.1" });
    expect(only(items, "component").map((component) => component.purl)).toEqual([
      "pkg:apk/alpine/busybox@1.36.1-r29",
      "pkg:apk/alpine/musl@1.2.5-r0",
    ]);
  });

  it("comes in an attestation too", async () => {
    const items = await read("attestation.json");
    expect(only(items, "scope")).toMatchObject([{ target: web, class: "vulnerability" }]);
    expect(items[0]).toMatchObject({ observedAt: "2024-06-03T07:30:00.123Z" });
  });

  it("may be one of several reports in a file", async () => {
    const items = await read("several.jsonl");
    expect(only(items, "header")).toHaveLength(1);
    expect(only(items, "scope")).toHaveLength(1);
    expect(only(items, "warning")).toMatchObject([{ message: expect.stringContaining("lists no results") }]);
  });
});

describe("a bare list", () => {
  it("is about the image in its targets", async () => {
    const items = await read("bare-list.json");
    const target = { kind: "image", repository: "docker.io/library/alpine", tag: "3.10.1" };
    expect(only(items, "scope")).toMatchObject([{ target, class: "vulnerability", complete: true }]);
    expect(only(items, "detection").map((d) => d.location)).toEqual(["pkg:apk/alpine/openssl", "pkg:npm/lodash"]);
    expect(only(items, "skipped")).toMatchObject([{ raw: 1, rawSeverity: null }]);
  });

  it.each(["null", "[]"])("may be empty: %s", async (text) => {
    const items = await itemsOf(text, { format: "trivy" });
    expect(items.map((item) => item.type)).toEqual(["header", "warning"]);
  });
});

describe("a repository", () => {
  it("is named without credentials", async () => {
    const text = JSON.stringify(await read("repository.json"));
    expect(only(await read("repository.json"), "scope")[0]?.target).toEqual({
      kind: "repository",
      name: "git.example.com/team/shop",
    });
    expect(text).not.toContain("not-a-real-token");
  });

  it("locates checks by file, resource and container, never by line", async () => {
    const checks = only(await read("repository.json"), "detection").filter((d) => d.rule.kind === "misconfiguration");
    expect(checks.map((d) => [d.rule.id, d.location])).toContainEqual([
      "trivy:KSV017",
      "file:deploy/shop.yaml#deployment/shop#container:web",
    ]);
    expect(checks.map((d) => d.location)).toContain("file:infra/main.tf#aws_security_group.open");
  });

  it("keeps the old long names of checks as aliases", async () => {
    const check = only(await read("repository.json"), "detection").find((d) => d.rule.id === "trivy:AWS-0099");
    expect(check?.rule.aliases).toEqual(["trivy:aws-vpc-add-description-to-security-group"]);
  });

  it("does not repeat what a ConfigMap check found", async () => {
    const check = only(await read("repository.json"), "detection").find((d) => d.rule.id === "trivy:KSV109");
    expect(check?.evidence?.message).toMatch(/\(not shown\)$/);
  });
});

describe("a cluster", () => {
  it("has scopes for objects, images and nodes, and places the images", async () => {
    const scopes = only(await read("cluster.json"), "scope");
    expect(scopes.map((scope) => [scope.class, scope.target?.kind, scope.label])).toEqual([
      ["misconfiguration", "workload", "Deployment/web/shop"],
      ["vulnerability", "image", expect.stringContaining("shop/web@sha256:")],
      ["vulnerability", "image", expect.stringContaining("shop/agent@sha256:")],
      ["rbac", "workload", "ClusterRole/system:example"],
      ["infra", "node", "NodeInfo/worker-1"],
      ["vulnerability", "node", "NodeComponents/worker-1"],
      ["vulnerability", "cluster", "ControlPlaneComponents/k8s.io/apiserver"],
    ]);
    expect(scopes[1]?.placedOn).toEqual([
      shop,
      { kind: "workload", namespace: "jobs", workloadKind: "CronJob", name: "backup" },
    ]);
  });

  it("counts an image as often as it is listed", async () => {
    const [first] = only(await read("cluster.json"), "detection").filter((d) => d.rule.id === "CVE-2024-0727");
    expect(first?.rawCount).toBe(2);
  });

  it("says which scan failed", async () => {
    expect(only(await read("cluster.json"), "warning")).toEqual([
      { type: "warning", message: "StatefulSet/web/db: not scanned: scan error: unable to find the image" },
    ]);
  });

  it("reads --report summary and the shape before 0.31", async () => {
    expect(only(await read("cluster-summary.json"), "scope").map((s) => s.class)).toEqual([
      "misconfiguration",
      "vulnerability",
    ]);
    const old = only(await read("cluster-before-0.31.json"), "scope");
    expect(old.map((s) => [s.class, s.complete, s.incompleteReason])).toEqual([
      ["vulnerability", true, undefined],
      ["misconfiguration", false, "lists 1 of 4 failed checks"],
    ]);
  });

  it("takes a narrowed list for complete within the profile that the caller names", async () => {
    const scopes = only(await read("cluster-before-0.31.json", { profile: "severity=HIGH" }), "scope");
    expect(scopes.map((s) => [s.complete, s.profile])).toEqual([
      [true, "severity=HIGH"],
      [true, "severity=HIGH"],
    ]);
  });
});

describe("compliance", () => {
  it("is about the cluster, with the control that a check belongs to", async () => {
    const items = await read("compliance.json");
    const scope = { target: { kind: "cluster" }, class: "compliance", profile: "k8s-cis-1.23", complete: true };
    expect(only(items, "scope")).toMatchObject([scope]);
    expect(only(items, "detection")).toMatchObject([
      { rule: { id: "trivy:KSV017", controls: ["k8s-cis-1.23:5.2.2"] } },
    ]);
  });

  it("closes nothing by a summary", async () => {
    expect(only(await read("compliance-summary.json"), "scope")).toMatchObject([{ complete: false }]);
  });
});

describe("the caller", () => {
  const report = (head: object) =>
    JSON.stringify({ SchemaVersion: 2, ...head, Results: [{ Target: "go.mod", Class: "lang-pkgs", Type: "gomod" }] });
  const target = async (head: object, options: ImportOptions = {}) =>
    only(await itemsOf(report(head), options), "scope")[0]?.target;

  it("names what the report doesn't", async () => {
    const here = { ArtifactName: ".", ArtifactType: "filesystem" };
    expect(await target(here)).toBeNull();
    expect(await target(here, { repository: "https://github.com/a/b.git" })).toEqual({
      kind: "repository",
      name: "github.com/a/b",
    });
    expect(await target(here, { node: "worker-1" })).toEqual({ kind: "node", name: "worker-1" });
    expect(await target({ ArtifactName: "sbom.json", ArtifactType: "cyclonedx" }, { image: "a/b:1" })).toMatchObject({
      kind: "image",
    });
    expect(await target(here, { asset: "Deployment/web/shop" })).toEqual(shop);
  });

  it("doesn't overrule what the report names", async () => {
    const image = { ArtifactName: "nginx:1.25", ArtifactType: "container_image" };
    expect(await target(image, { image: "other:1" })).toMatchObject({ repository: "docker.io/library/nginx" });
  });

  it("is told when a name is no reference", async () => {
    await expect(itemsOf(report({ ArtifactName: ".", ArtifactType: "filesystem" }), { asset: "shop" })).rejects.toThrow(
      /--asset expects KIND\/NAMESPACE\/NAME/,
    );
  });
});

it.each([
  ["", "the file is empty"],
  ["{}", "expected a Trivy report, found an object"],
  ['"x"', "found a string"],
  ['{"SchemaVersion":2,"Results":{}}', "expected a list, found an object (at Results)"],
  ['{"SchemaVersion":2,"Results":[5]}', "expected an object, found a number (at Results[0])"],
  ['{"SchemaVersion":2,"Results":[{"Target":"a","Vulnerabilities":[null]}]}', "Results[0].Vulnerabilities[0]"],
  ['{"ClusterName":"","Resources":[{"Name":"a"}]}', "Resources[0].Kind"],
  ['{"SchemaVersion":2,"Results":[{"Target":"a"', "ends inside"],
])("refuses %s in one line", async (text, message) => {
  const failure = await itemsOf(text, { format: "trivy" }).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ImportError);
  expect((failure as Error).message).toContain(message);
  expect((failure as Error).message).not.toContain("\n");
});
