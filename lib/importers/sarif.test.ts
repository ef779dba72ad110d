import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSarif } from "./sarif";
import { bytesOf } from "./stream/bytes";
import { itemsOf, only, sample } from "./testing";
import type { Item } from "./types";

const code = sample("sarif/code.sarif");
const several = sample("sarif/several-tools.sarif");

/** A log of one run with one rule; `result` and `run` go over what is there. */
function log(result: object, run: object = {}, rule: object = {}): string {
  const driver = { name: "Scanner", rules: [{ id: "R1", shortDescription: { text: "A rule" }, ...rule }] };
  return JSON.stringify({
    version: "2.1.0",
    runs: [{ tool: { driver }, results: [{ ruleId: "R1", ...result }], ...run }],
  });
}
const at = (uri: string, startLine: number, snippet?: string) => ({
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri },
        region: { startLine, ...(snippet === undefined ? {} : { snippet: { text: snippet } }) },
      },
    },
  ],
});
const one = async (text: string) => only(await itemsOf(text), "detection")[0];

describe("sarif", () => {
  it("reads rules of extensions, the repository, the category and the time", async () => {
    const items = await itemsOf(code);
    expect(items[0]).toMatchObject({ tool: "codeql", toolVersion: "2.19.3", observedAt: "2026-11-02T10:04:30.500Z" });
    expect(only(items, "scope")).toMatchObject([
      {
        target: { kind: "repository", name: "git.example.com/acme/shop" },
        class: "weakness",
        profile: "/language:python",
        complete: true,
        assessed: [
          "codeql:py/sql-injection",
          "codeql:py/unused-import",
          "codeql:py/code-injection",
          "codeql:py/weak-hash",
        ],
        assesses: ["application"],
      },
    ]);
    expect(only(items, "detection")[0]).toMatchObject({
      rule: { id: "codeql:py/sql-injection", title: "SQL query built from user-controlled sources", kind: "weakness" },
      severity: "high",
      rawSeverity: "error",
      evidence: {
        file: "shop/orders old.py",
        line: 41,
        message: "This query depends on a user-provided value.",
        CWE: "89",
      },
    });
  });

  it("makes no finding of what is suppressed, passed or gone; what is under review is one", async () => {
    const items = await itemsOf(code);
    expect(only(items, "detection").map(({ rule }) => rule.id)).toEqual([
      "codeql:py/sql-injection",
      "codeql:py/unused-import",
    ]);
    expect(only(items, "skipped").map(({ reason, raw, rawSeverity }) => [reason, raw, rawSeverity])).toEqual([
      ["suppressed in the source", 1, "note"],
      ["gone since the baseline of the tool", 1, "note"],
      ["passed check", 1, "none"],
    ]);
    const states = async (...suppressions: object[]) => only(await itemsOf(log({ suppressions })), "detection").length;
    expect(await states({ kind: "external", status: "rejected" })).toBe(1);
    expect(await states({ kind: "external", status: "rejected" }, { kind: "inSource" })).toBe(0);
    expect(await states({ kind: "external", state: "accepted" })).toBe(0);
    expect(await states()).toBe(1);
  });

  it("keeps each run's tool, target and class, and closes nothing by a run that failed", async () => {
    const items = await itemsOf(several);
    expect(
      only(items, "scope").map(({ tool, target, class: name, complete, assessed }) => [
        tool,
        target && "name" in target ? target.name : null,
        name,
        complete,
        assessed?.length,
      ]),
    ).toEqual([
      ["kube-linter", "git.example.com/acme/shop", "misconfiguration", true, 2],
      ["checkov", "git.example.com/acme/shop", "misconfiguration", true, undefined],
      ["checkov", "git.example.com/acme/shop", "secret", true, undefined],
      ["semgrep", null, "weakness", false, 2],
      ["semgrep", null, "secret", false, 2],
    ]);
    expect(only(items, "warning").map(({ message }) => message)).toEqual([
      "run 3 (semgrep): the tool says that its run failed, so it closes nothing",
      "run 3 (semgrep) names no repository or image: give --repository or --image",
    ]);
  });

  it("knows the image that Trivy and Grype name, and the packages", async () => {
    const items = await itemsOf(sample("sarif/image.sarif"));
    expect(only(items, "scope").map(({ target, class: name }) => [target?.kind, name])).toEqual([
      ["image", "vulnerability"],
      ["image", "misconfiguration"],
      ["image", "secret"],
    ]);
    expect(
      only(items, "detection").map(({ rule, severity, package: name, fixedVersion }) => [
        rule.id,
        severity,
        name,
        fixedVersion,
      ]),
    ).toEqual([
      ["CVE-2023-0286", "high", "libssl3", "3.0.8-r0"],
      ["CVE-2024-99999", "unknown", "left-pad", undefined],
      ["trivy:DS002", "high", undefined, undefined],
      ["trivy:aws-access-key-id", "critical", undefined, undefined],
    ]);
    const grype = await itemsOf(sample("sarif/grype.sarif"));
    expect(only(grype, "scope")[0]?.target).toMatchObject({ repository: "registry.example.com/shop/search", tag: "7" });
    expect(only(grype, "detection")[0]).toMatchObject({
      rule: { id: "CVE-2021-44228", title: "CVE-2021-44228" },
      location: "pkg:maven/org.apache.logging.log4j/log4j-core",
      installedVersion: "2.14.1",
      fixedVersion: "2.15.0",
    });
  });

  it("takes severities that the checks' own tools don't state from the catalogue, or says unknown", async () => {
    const found = only(await itemsOf(several), "detection");
    expect(found.map(({ rule, severity, rawSeverity }) => [rule.id, severity, rawSeverity])).toEqual([
      ["kube-linter:privileged-container", "high", "warning"],
      ["checkov:CKV_K8S_16", "high", "error"],
      ["checkov:CKV_AWS_18", "unknown", "error"],
      ["checkov:CKV_SECRET_6", "unknown", "error"],
      ["semgrep:python.exec", "medium", "warning"],
    ]);
  });

  it.each([
    [{ properties: { "security-severity": "9.0" } }, "critical"],
    [{ properties: { "security-severity": 6.9 } }, "medium"],
    [{ properties: { "security-severity": "0.1" } }, "low"],
    [{ properties: { "security-severity": "0.0" }, defaultConfiguration: { level: "error" } }, "high"],
    [{ defaultConfiguration: { level: "note" } }, "low"],
    [{ properties: { issue_severity: "HIGH" } }, "high"],
    [{}, "medium"],
  ])("severity of a rule with %j is %s", async (rule, severity) => {
    expect((await one(log({}, {}, rule)))?.severity).toBe(severity);
  });

  it("never stores a secret, and reads runs whose tool comes last", async () => {
    const items = await itemsOf(sample("sarif/secrets-before-tool.sarif"));
    expect(JSON.stringify(items)).not.toMatch(/correcthorse|xoxb-|abcdEFGH/);
    expect(items[0]).toMatchObject({ tool: "gitleaks", toolVersion: "v8.18.4" });
    expect(only(items, "detection").map(({ rule, evidence }) => [rule.id, rule.kind, evidence?.file])).toEqual([
      ["gitleaks:generic-api-key", "secret", "deploy/values.yaml"],
      ["gitleaks:Slack token", "secret", "notify.py"],
    ]);
    const weak = await one(
      log(
        {
          ruleId: "B105",
          message: { text: "Possible hardcoded password: 'hunter2hunter2'" },
          ...at("a.py", 1, "pw = 'hunter2hunter2'"),
        },
        {},
        { id: "B105", name: "hardcoded_password_string" },
      ),
    );
    expect(JSON.stringify(weak)).not.toContain("hunter2");
  });

  it("reads version 2.0.0", async () => {
    const items = await itemsOf(sample("sarif/draft-2.0.0.sarif"));
    expect(only(items, "detection")).toMatchObject([
      {
        rule: { id: "pylint:W0703", title: "Too broad an exception" },
        rawSeverity: "note",
        evidence: { file: "src/setup.py", message: "Catching Exception is too broad", within: "setup.main" },
      },
    ]);
    expect(only(items, "skipped").map(({ reason }) => reason)).toEqual([
      "suppressed in the source",
      "not decided by the tool: needs a person",
    ]);
  });

  it("puts arguments into messages and takes a hierarchical id for its rule", async () => {
    const messageStrings = { default: { text: "{0} is {{used}} by {1}, {9}" } };
    const found = await one(
      log({ ruleId: "R1/sub", message: { id: "default", arguments: ["a", "b"] } }, {}, { messageStrings }),
    );
    expect(found?.rule.id).toBe("scanner:R1");
    expect(found?.evidence?.message).toBe("a is {used} by b, {9}");
  });

  it.each([
    ["BDSA-2020-1 (CVE-2020-11022)", "CVE-2020-11022", ["BDSA-2020-1"]],
    ["[MEDIUM] CVE-2019-0001", "CVE-2019-0001", undefined],
    ["CVE-2021-1-x", "scanner:CVE-2021-1-x", undefined],
    ["GHSA-jfh8-c2jp-5v3q", "GHSA-jfh8-c2jp-5v3q", ["CVE-2021-44228"]],
    ["SNYK-CC-K8S-1", "scanner:SNYK-CC-K8S-1", undefined],
  ])("rule %s is %s", async (id, expected, aliases) => {
    const deprecatedIds = id.startsWith("GHSA") ? ["CVE-2021-44228", "GHSA-jfh8-c2jp-5v3q"] : [];
    const rule = (await one(log({ ruleId: id }, {}, { id, deprecatedIds })))?.rule;
    expect([rule?.id, rule?.aliases]).toEqual([expected, aliases]);
  });

  it.each([
    [{ uri: "a%20b/./x/../c.py", uriBaseId: "%SRCROOT%" }, "a b/c.py"],
    [{ uri: "file:///home/me/shop/src/a.py" }, "src/a.py"],
    [{ uri: "file:///home/runner/work/shop/shop/a.py" }, "a.py"],
    [{ uri: "C:\\other\\a.cs" }, "C:/other/a.cs"],
    [{ uri: "list.cpp", uriBaseId: "SRC" }, "src/list.cpp"],
    [{ uri: "https://shop.example.com/login" }, "https://shop.example.com/login"],
  ])("the path of %j is %s", async (artifactLocation, path) => {
    const run = {
      originalUriBaseIds: { ROOT: { uri: "file:///home/me/shop/" }, SRC: { uri: "src/", uriBaseId: "ROOT" } },
    };
    expect((await one(log({ locations: [{ physicalLocation: { artifactLocation } }] }, run)))?.evidence?.file).toBe(
      path,
    );
  });

  it("refuses what is no log, with the place", async () => {
    await expect(itemsOf('{"version":"2.1.0","runs":{}}', { format: "sarif" })).rejects.toThrow(
      "expected a list, found an object (at runs)",
    );
    await expect(itemsOf('{"version":"2.1.0","runs":[3]}')).rejects.toThrow(
      "expected an object, found a number (at runs[0])",
    );
    await expect(itemsOf('{"version":"2.1.0","runs":[{"results":[1]}]}')).rejects.toThrow("(at runs[0].results[0])");
    await expect(itemsOf("", { format: "sarif" })).rejects.toThrow("the file is empty");
  });
});

describe("location of a result", () => {
  const words = fc.stringMatching(/^[a-z (){}=;]{6,40}$/).filter((text) => text.trim() !== "");
  const line = fc.integer({ min: 1, max: 9999 });

  it("never depends on the line", async () => {
    const run = async (snippet: string, message: string, a: number, b: number, how: string) => {
      const shape = (number: number) => ({
        message: { text: `${message} on line ${number}, see a.py:${number}:1` },
        ...at("a.py", number, how === "snippet" ? `${" ".repeat(number % 5)}${snippet}` : undefined),
        ...(how === "fingerprint"
          ? { partialFingerprints: { primaryLocationLineHash: "0123456789abcdef:1", fileHash: `f${number}aaaaaaa` } }
          : {}),
      });
      const [first, second] = [await one(log(shape(a))), await one(log(shape(b)))];
      expect(first?.location).toBe(second?.location);
      expect(first?.location).toMatch(/^file:a\.py#[0-9a-f]{16}$/);
    };
    await fc.assert(
      fc.asyncProperty(words, words, line, line, fc.constantFrom("snippet", "fingerprint", "message"), run),
      { numRuns: 60 },
    );
  });

  it("tells different code in one file apart", async () => {
    const run = async (a: string, b: string) => {
      fc.pre(a.replace(/\s+/g, " ").trim() !== b.replace(/\s+/g, " ").trim());
      expect((await one(log(at("a.py", 1, a))))?.location).not.toBe((await one(log(at("a.py", 1, b))))?.location);
    };
    await fc.assert(fc.asyncProperty(words, words, run), { numRuns: 40 });
  });
});

it.each(["code", "image", "grype", "secrets-before-tool", "several-tools", "draft-2.0.0"])(
  "%s reads the same result by result",
  async (name) => {
    const collect = async (unitBytes?: number) => {
      const items: Item[] = [];
      for await (const item of parseSarif(bytesOf(sample(`sarif/${name}.sarif`)), {}, unitBytes)) items.push(item);
      return items;
    };
    expect(await collect(0)).toEqual(await collect());
  },
);
