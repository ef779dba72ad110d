import { describe, expect, it } from "vitest";
import { parseGrype } from "./grype";
import { publisherOf } from "./grype/opinions";
import { bytesOf } from "./stream/bytes";
import { summarise } from "./summarise";
import { itemsOf, only, sample } from "./testing";
import type { DetectionItem, ImportOptions, Item } from "./types";

const read = (name: string, options: ImportOptions = {}) => itemsOf(sample(`grype/${name}`), options);
const web = {
  kind: "image",
  repository: "registry.example.com/shop/web",
  tag: "1.4.0",
  digests: [`sha256:${"d4".repeat(32)}`, `sha256:${"ab".repeat(32)}`],
  imageId: `sha256:${"c3".repeat(32)}`,
};
const at = (items: Item[], location: string) =>
  only(items, "detection").find((d) => d.location === location) as DetectionItem;

describe("an image", () => {
  it("is known by all its digests, at the time of the scan", async () => {
    const items = await read("image.json");
    expect(items[0]).toMatchObject({ tool: "grype", toolVersion: "0.95.0", observedAt: "2026-03-02T07:30:00.123Z" });
    expect(only(items, "scope")).toMatchObject([
      { class: "vulnerability", complete: true, target: web, profile: "", assesses: ["application"] },
    ]);
  });

  it("decides by the distribution, keeps all opinions and takes Negligible for low", async () => {
    const zlib = at(await read("image.json"), "pkg:deb/debian/zlib1g");
    expect(zlib).toMatchObject({ severity: "low", rawSeverity: "Negligible", fixState: "wont_fix" });
    expect(zlib.opinions?.map(({ source, by, severity, cvss }) => [source, by, severity, cvss?.score])).toEqual([
      ["distribution", "debian", "low", undefined],
      ["nvd", "nvd", "critical", 9.8],
    ]);
    expect(zlib.rule).toMatchObject({ id: "CVE-2023-45853", title: "Integer overflow in the MiniZip part of zlib" });
    expect(zlib.evidence).toMatchObject({ path: "/var/lib/dpkg/status", "source package": "zlib" });
  });

  it("takes an advisory of one CVE for that CVE, and GitHub's word before NVD's", async () => {
    const net = at(await read("image.json"), "pkg:golang/golang.org/x/net");
    expect(net.rule).toMatchObject({ id: "CVE-2023-44487", aliases: ["GHSA-4374-p667-p6c8"] });
    expect(net).toMatchObject({
      severity: "high",
      fixState: "available",
      fixedVersion: "0.17.0",
      package: "golang.org/x/net",
    });
    expect(net.evidence).toMatchObject({ EPSS: 0.94, "known exploited": "since 2023-10-10", risk: 75 });
  });

  it("takes no advisory over several flaws for an alias, nor their ratings for its own", async () => {
    const two = at(await read("image.json"), "pkg:pypi/two-flaws");
    expect(two.rule).toMatchObject({ id: "GHSA-7v5v-9h63-cj86" });
    expect(two.rule.aliases).toBeUndefined();
    expect(two).toMatchObject({ severity: "medium", fixState: "none" });
    expect(two.opinions).toHaveLength(1);
  });

  it("leaves what nobody rated unknown", async () => {
    const python = at(await read("image.json"), "pkg:generic/python");
    expect(python).toMatchObject({ severity: "unknown", rawSeverity: "Unknown", fixState: "unknown" });
    expect(python.rule.title).toBe("CVE-2024-8088");
  });

  it("makes one detection of two copies of a package", async () => {
    const lodash = only(await read("image.json"), "detection").filter((d) => d.location === "pkg:npm/lodash");
    expect(lodash).toMatchObject([{ rawCount: 2, installedVersion: "4.17.20, 4.17.4" }]);
  });

  it("says what was ignored, and what Grype warns of", async () => {
    const items = await read("image.json");
    expect(only(items, "skipped")).toEqual([
      { type: "skipped", reason: "suppressed in the source (ignore rule)", count: 1 },
      { type: "skipped", reason: "suppressed in the source (VEX: not_affected)", count: 1 },
    ]);
    expect(only(items, "warning")).toMatchObject([{ message: expect.stringContaining("1 packages: distro-eol") }]);
  });

  it("comes in an attestation, and from Kubescape, which leaves its own name out", async () => {
    const attested = await read("attestation.json");
    expect(only(attested, "scope")).toMatchObject([{ target: web, complete: true }]);
    const items = await read("kubescape-image-scan.json");
    expect(items[0]).toMatchObject({ tool: "grype", toolVersion: null, observedAt: null });
    const target = { kind: "image", repository: "quay.io/example/dns", digests: [`sha256:${"92".repeat(32)}`] };
    expect(only(items, "scope")).toMatchObject([{ target, complete: true }]);
  });

  it("may be an archive: then the caller names it, and its digests are kept", async () => {
    const text = sample("grype/image.json")
      .toString()
      .replaceAll(/"registry.example.com\/shop\/web(:1.4.0|@)/g, '"docker-archive:./build/IMAGE.tar$1');
    const [unnamed] = only(await itemsOf(text), "scope");
    expect(unnamed).toMatchObject({ target: null, complete: false });
    const [named] = only(await itemsOf(text, { image: "registry.example.com/shop/web:1.4.0" }), "scope");
    expect(named?.target).toEqual({ ...web, digests: [`sha256:${"ab".repeat(32)}`] });
  });
});

it.each([
  ["debian:distro:debian:12", "debian", "distribution"],
  ["rhel:8", "redhat", "distribution"],
  ["amzn:2", "amazon", "distribution"],
  ["amazon:distro:amazonlinux:2023", "amazon", "distribution"],
  ["alpine:distro:alpine:3.19", "alpine", "tool"],
  ["wolfi:distro:wolfi:rolling", "wolfi", "tool"],
  ["github:language:go", "ghsa", "ghsa"],
  ["github:python", "ghsa", "ghsa"],
  ["nvd:cpe", "nvd", "nvd"],
  ["bitnami:language:bitnami", "bitnami", "distribution"],
])("takes the word of %s for that of %s", (namespace, by, source) => {
  expect(publisherOf({ namespace })).toMatchObject({ by, source });
});

it("counts whatever word stands for a severity", async () => {
  const text = '{"matches":[{"vulnerability":{"id":"CVE-2024-1234","severity":"__proto__"},"artifact":{"name":"x"}}]}';
  const items = await itemsOf(text);
  const summary = await summarise(
    "grype",
    (async function* () {
      yield* items;
    })(),
  );
  expect([summary.raw, Object.entries(summary.rawBySeverity)]).toEqual([1, [["__proto__", 1]]]);
});

describe("what else may be scanned", () => {
  it("a directory is a repository; flags that narrow the run make a profile", async () => {
    const [scope] = only(
      await read("directory.json", { repository: "https://git.example.org/shop/checkout.git" }),
      "scope",
    );
    const target = { kind: "repository", name: "git.example.org/shop/checkout" };
    expect(scope).toMatchObject({ target, complete: true, profile: "only-fixed,excludes=**/test/**" });
    const items = await read("directory.json");
    expect(only(items, "scope")).toMatchObject([{ target: { kind: "repository", name: "services/checkout" } }]);
    expect(only(items, "detection")).toMatchObject([
      { location: "pkg:maven/org.apache.tomcat/tomcat-jdbc", severity: "medium", fixState: "unknown" },
    ]);
  });

  it("a file system with a distribution is a node's, when the caller says whose", async () => {
    const text = sample("grype/directory.json").toString().replace('"name": "",', '"name": "debian",');
    expect(only(await itemsOf(text), "scope")).toMatchObject([{ target: null }]);
    const [scope] = only(await itemsOf(text, { node: "worker-1" }), "scope");
    expect(scope).toMatchObject({ target: { kind: "node", name: "worker-1" }, assesses: ["host"] });
  });

  it("a Package URL closes nothing", async () => {
    expect(only(await read("purl.json", { repository: "shop/web" }), "scope")).toMatchObject([
      { complete: false, incompleteReason: "a scan of single packages" },
    ]);
  });
});

describe("other shapes", () => {
  it("reads what versions before 0.10 wrote", async () => {
    const items = await read("before-0.10.json");
    const target = { kind: "image", repository: "docker.io/library/alpine-ssh", tag: "latest" };
    expect(only(items, "scope")).toMatchObject([{ target, complete: true }]);
    expect(only(items, "detection")).toMatchObject([
      {
        ...{ location: "pkg:deb/debian/libssh2-1", severity: "medium", fixState: "available", fixedVersion: "1.9.0-1" },
        opinions: [{ source: "distribution", by: "debian", cvss: { version: "2.0", score: 5.8 } }],
      },
      { location: "pkg:apk/alpine/musl", severity: "low", opinions: [{ source: "tool", by: "grype" }] },
    ]);
  });

  it("reads bare matches, which close nothing", async () => {
    const items = await read("bare-list.json");
    expect(only(items, "detection")).toHaveLength(2);
    expect(only(items, "scope")).toMatchObject([{ target: null, complete: false }]);
  });

  it("reads several documents, each about its own image and at its own time", async () => {
    const lines = await read("several.jsonl");
    expect(only(lines, "header")).toHaveLength(1);
    expect(only(lines, "scope").map(({ ref, label, observedAt }) => [ref, label, observedAt])).toEqual([
      [0, "shop/cache:2", undefined],
      [1, "shop/mail:7", "2026-03-02T07:30:00.123Z"],
    ]);
    expect(at(lines, "pkg:rpm/redhat/bind-libs").evidence).toMatchObject({ advisories: "RHSA-2023:4102" });
    expect(at(lines, "pkg:rpm/amazon/ca-certificates")).toMatchObject({
      ...{ scope: 1, severity: "low", rule: { id: "CVE-2024-39689", aliases: ["ALAS-2024-2607"] } },
    });
    const list = await read("list-of-documents.json");
    expect(only(list, "scope").map((scope) => scope.complete)).toEqual([true, true]);
  });

  it.each(["list-of-documents.json", "image.json", "bare-list.json"])(
    "reads %s piece by piece as well",
    async (name) => {
      const items: Item[] = [];
      for await (const item of parseGrype(bytesOf(sample(`grype/${name}`)), {}, 0)) items.push(item);
      expect(items).toEqual(await read(name));
    },
  );

  it.each([
    ['{"matches":{}}', "expected a list, found an object (at matches)"],
    ['{"matches":[1]}', "expected an object, found a number (at matches[0])"],
    ['{"matches":[{"artifact":{}}]}', "expected a match of Grype with a vulnerability"],
    ['{"results":[]}', "expected a Grype report, found an object (at the document)"],
    ["", "the file is empty"],
  ])("refuses %s", async (text, message) => {
    await expect(itemsOf(text, { format: "grype" })).rejects.toThrow(message);
  });
});
