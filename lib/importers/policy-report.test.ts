import { describe, expect, it } from "vitest";
import { itemsOf, only, sample } from "./testing";
import type { ImportOptions } from "./types";

const read = (name: string, options: ImportOptions = {}) => itemsOf(sample(`policy-report/${name}`), options);
const web = { kind: "workload", namespace: "shop", workloadKind: "Deployment", name: "web" };
const image = { kind: "image", repository: "registry.example.com/shop/web", tag: "1.4.0" };
const found = async (name: string, options?: ImportOptions) =>
  only(await read(name, options), "detection").map(({ asset, rule, severity }) => [asset, rule.id, severity]);

describe("Kyverno's reports", () => {
  it("are one scope each, about the controller of what they name", async () => {
    const scopes = only(await read("kyverno-list.json"), "scope");
    expect(scopes.map(({ target, profile, complete }) => [target, profile.slice(-15), complete])).toEqual([
      [web, "-8000-000000000001".slice(-15), true],
      [web, "-8000-000000000002".slice(-15), true],
      [{ kind: "namespace", name: "shop" }, "-8000-000000000003".slice(-15), true],
    ]);
    expect(new Set(scopes.map(({ profile }) => profile)).size).toBe(3);
    expect(scopes.map(({ profile }) => profile.includes("/"))).toEqual([true, true, false]);
  });

  it("name policy and rule, whatever Kyverno makes of the rule for controllers", async () => {
    expect(await found("kyverno-list.json")).toEqual([
      [web, "kyverno:disallow-privileged-containers/privileged-containers", "medium"],
      [web, "kyverno:require-labels/check-owner", "low"],
      [web, "kyverno:disallow-privileged-containers/privileged-containers", "medium"],
      [web, "pss:allowPrivilegeEscalation", "high"],
      [web, "pss:runAsNonRoot", "high"],
      [{ kind: "namespace", name: "shop" }, "kyverno:require-network-policy", "unknown"],
    ]);
  });

  it("count a result once, errors as not assessed, skipped ones not at all", async () => {
    const items = await read("kyverno-list.json");
    expect(only(items, "detection").map(({ rawCount }) => rawCount)).toEqual([1, 1, 1, 1, 0, 1]);
    expect(only(items, "skipped").map(({ reason, count, raw }) => [reason.slice(0, 20), count, raw])).toEqual([
      ["not assessed: the po", 1, 1],
      ["passed result", 1, undefined],
      ["not assessed: the po", 1, undefined],
    ]);
  });

  it("close only what passed or failed where something could not be assessed", async () => {
    expect(only(await read("kyverno-list.json"), "scope").map(({ assessed }) => assessed)).toEqual([
      undefined,
      [
        "kyverno:disallow-privileged-containers/privileged-containers",
        "pss:allowPrivilegeEscalation",
        "pss:runAsNonRoot",
      ],
      undefined,
    ]);
  });

  it("are as old as their latest result", async () => {
    const times = only(await read("kyverno-list.json"), "scope").map(({ observedAt }) => observedAt);
    expect(times).toEqual(["2026-02-02T02:40:00.000Z", "2026-02-02T02:41:00.000Z", "2026-02-02T02:40:00.000Z"]);
  });

  it("were about a namespace once, with a status for each resource", async () => {
    const items = await read("kyverno-v1alpha1.yaml");
    expect(only(items, "scope")).toMatchObject([
      { target: { kind: "cluster" }, profile: "shop/polr-ns-shop", complete: true, observedAt: null, assesses: [] },
    ]);
    expect(only(items, "detection").map(({ asset, rule, rawCount }) => [asset, rule.id, rawCount])).toEqual([
      [
        { kind: "workload", namespace: "shop", workloadKind: "CronJob", name: "worker" },
        "kyverno:disallow-host-namespaces/host-namespaces",
        1,
      ],
      [
        { kind: "workload", namespace: "shop", workloadKind: "DaemonSet", name: "agent" },
        "kyverno:disallow-host-namespaces/host-namespaces",
        0,
      ],
    ]);
  });

  it("of the command line close nothing, for it saw only what it was given", async () => {
    const items = await read("kyverno-apply.txt");
    expect(only(items, "scope")).toMatchObject([{ complete: false, target: { kind: "cluster" } }]);
    expect(only(items, "detection")).toMatchObject([
      { asset: { kind: "workload", namespace: "shop", workloadKind: "Pod", name: "myapp" } },
    ]);
  });

  it("that were deleted say nothing", async () => {
    const items = await read("watch.jsonl");
    expect(only(items, "scope")).toHaveLength(1);
    expect(only(items, "skipped")).toContainEqual({
      type: "skipped",
      reason: "report deleted in the cluster",
      count: 1,
    });
  });

  it("generated as admission policies keep the name of their policy", async () => {
    const results = [
      { policy: "cpol-disallow-latest-tag", result: "fail", source: "ValidatingAdmissionPolicy" },
      { policy: "my-own", result: "fail", source: "ValidatingAdmissionPolicy" },
      { policy: "shop/require-owner", rule: "exception", result: "fail", source: "KyvernoValidatingPolicy" },
    ];
    expect(only(await itemsOf(report({ results })), "detection").map(({ rule }) => rule.id)).toEqual([
      "kyverno:disallow-latest-tag",
      "validatingadmissionpolicy:my-own",
      "kyverno:shop/require-owner",
    ]);
  });
});

describe("OpenReports", () => {
  it("that are cut at their limit close nothing", async () => {
    const scopes = only(await read("openreports.yaml"), "scope");
    expect(scopes.map(({ target, complete, incompleteReason }) => [target?.kind, complete, incompleteReason])).toEqual([
      ["workload", false, "lists 1 of 3 results of state fail"],
      ["cluster", true, undefined],
      ["cluster", true, undefined],
    ]);
  });

  it("are about their scope or the subjects of each result", async () => {
    expect(await found("openreports.yaml")).toEqual([
      [web, "kyverno:restrict-image-registries/validate-registries", "medium"],
      [
        { kind: "workload", namespace: "", workloadKind: "ClusterRole", name: "everything", object: true },
        "rbac-police:no-wildcards",
        "critical",
      ],
    ]);
  });
});

describe("reports of adapters", () => {
  it("name checks and flaws as their tools do", async () => {
    expect(await found("adapters.jsonl")).toEqual([
      [image, "CVE-2024-0727", "medium"],
      [web, "trivy:KSV017", "high"],
      [web, "trivy:github-pat", "critical"],
      [web, "falco:Terminal shell in container", "medium"],
      [{ kind: "cluster" }, "kube-bench:unstated:4.2.1", "high"],
      [
        { kind: "workload", namespace: "shop", workloadKind: "StatefulSet", name: "db" },
        "kubewarden:safe-labels",
        "low",
      ],
    ]);
  });

  it("place images, and know what they look for", async () => {
    const scopes = only(await read("adapters.jsonl"), "scope");
    expect(scopes.map(({ class: of, complete, target }) => [of, complete, target?.kind ?? null])).toEqual([
      ["vulnerability", true, "image"],
      ["misconfiguration", true, "workload"],
      ["secret", true, "workload"],
      ["runtime", false, "cluster"],
      ["misconfiguration", false, null],
      ["misconfiguration", true, "workload"],
    ]);
    expect(scopes[0]?.placedOn).toEqual([web]);
  });

  it("are the word of who writes them, unless that is read by itself", async () => {
    const tools = async (name: string) => only(await read(name), "scope").map(({ tool }) => tool);
    expect(await tools("adapters.jsonl")).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      "kubewarden",
    ]);
    expect(new Set(await tools("kyverno-list.json"))).toEqual(new Set(["kyverno"]));
    const results = [{ policy: "p", result: "fail", source: "kyverno" }];
    expect(only(await itemsOf(report({ results })), "scope")[0]?.tool).toBeUndefined();
    const labels = { "app.kubernetes.io/managed-by": "image-scanner" };
    expect(only(await itemsOf(report({ metadata: { labels } })), "scope")[0]?.tool).toBe("image-scanner");
  });

  it("keep no secret, and no time that is none", async () => {
    const items = await read("adapters.jsonl");
    expect(JSON.stringify(items)).not.toContain("ghp_");
    expect(only(items, "scope")[3]?.observedAt).toBe("2026-02-01T08:00:00.000Z");
  });

  it("of kube-bench are about the node that is given", async () => {
    const scope = only(await read("adapters.jsonl", { node: "n1", profile: "cis-1.9" }), "scope")[4];
    expect(scope).toMatchObject({ target: { kind: "node", name: "n1" }, complete: true });
    expect(scope?.assessed).toEqual(["kube-bench:cis-1.9:4.2.1"]);
  });

  it("have the class of what they look for when they found nothing", async () => {
    for (const [source, name] of [
      ["image-scanner", "vulnerability"],
      ["Falco", "runtime"],
      ["kyverno", "misconfiguration"],
    ]) {
      expect(only(await itemsOf(report({ source, summary: { fail: 0 } })), "scope")).toMatchObject([{ class: name }]);
    }
  });
});

describe("one report", () => {
  it("is incomplete when its filter or its summary says so", async () => {
    const reason = async (of: object) => only(await itemsOf(report(of)), "scope")[0]?.incompleteReason ?? null;
    const failed = { policy: "a", result: "fail", source: "kyverno" };
    expect(await reason({ results: [failed], summary: { fail: 1 } })).toBeNull();
    expect(await reason({ results: [failed], summary: { fail: 1, warn: 1 } })).toMatch(/lists 0 of 1/);
    expect(await reason({ results: [failed], configuration: { limits: { maxResults: 1 } } })).toMatch(/cut at 1/);
    expect(await reason({ results: [], configuration: { limits: { statusFilter: ["pass"] } } })).toMatch(/filter/);
    expect(
      await reason({ results: [], configuration: { limits: { statusFilter: ["fail"], maxResults: 9 } } }),
    ).toBeNull();
  });

  it("may hold results that can't be placed", async () => {
    const items = await itemsOf(
      report({ results: [{ result: "fail" }, { result: "fail", policy: "p", resources: [{ name: "thing" }] }, {}] }),
    );
    expect(only(items, "detection")).toMatchObject([
      { location: "resource:thing", asset: { kind: "namespace" }, rule: { id: "policy-report:p" } },
    ]);
    expect(only(items, "skipped").map(({ reason, raw }) => [reason, raw])).toEqual([
      ["result that names no policy", 1],
      ["result without a state", undefined],
    ]);
  });

  it("is known with its version behind its owner's, but not behind another object", async () => {
    const own =
      "kind: PolicyReport\nmetadata:\n  name: r\n  ownerReferences:\n    - apiVersion: apps/v1\n      kind: Deployment\n      name: web\n";
    const items = await itemsOf(`${own}apiVersion: wgpolicyk8s.io/v1beta1\nresults: []\n`);
    expect(only(items, "scope")).toMatchObject([{ target: { workloadKind: "Deployment", name: "web" } }]);
    const policy = "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: {name: p}\n---\n";
    const both = await itemsOf(
      `${policy}apiVersion: wgpolicyk8s.io/v1beta1\nkind: PolicyReport\nmetadata: {name: r}\n`,
    );
    expect(only(both, "header")).toMatchObject([{ tool: "kubernetes" }]);
  });

  it("is refused when it is something else", async () => {
    const given = { format: "policy-report" };
    await expect(itemsOf('{"apiVersion":"v1","kind":"Pod"}', given)).rejects.toThrow(/found Pod/);
    await expect(itemsOf(report({ results: {} }))).rejects.toThrow(/line 1: \$\.results/);
    await expect(itemsOf(report({ results: ["x"] }))).rejects.toThrow(/\$\.results\[0\]/);
    await expect(itemsOf("", given)).rejects.toThrow(/empty/);
    expect(await itemsOf('{"kind":"PolicyReportList","items":null}', given)).toHaveLength(1);
  });
});

function report(of: object): string {
  return JSON.stringify({
    ...{ apiVersion: "wgpolicyk8s.io/v1alpha2", kind: "PolicyReport", metadata: { name: "r", namespace: "shop" } },
    ...of,
  });
}
