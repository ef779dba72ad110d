import { describe, expect, it } from "vitest";
import { parseKubescape } from "./kubescape";
import { bytesOf } from "./stream/bytes";
import { itemsOf, only, sample } from "./testing";
import type { ImportOptions, Item } from "./types";

const read = (name: string, options: ImportOptions = {}) => itemsOf(sample(`kubescape/${name}`), options);
const web = { kind: "workload", namespace: "shop", workloadKind: "Deployment", name: "web" };
const cluster = { kind: "cluster" };
const reader = { kind: "workload", namespace: "", workloadKind: "ClusterRole", name: "reader", object: true };
const said = (items: Item[]) => {
  const scopes = only(items, "scope");
  return only(items, "detection").map((d) => [
    d.rule.id.slice("kubescape:".length),
    d.asset ?? scopes[d.scope]?.target,
  ]);
};

describe("a cluster", () => {
  it("is one claim for each object, folded to its controller, with what was looked at there", async () => {
    const items = await read("cluster.json");
    expect(items[0]).toMatchObject({
      tool: "kubescape",
      toolVersion: "v2.0.181",
      observedAt: "2026-03-02T07:55:55.697Z",
    });
    expect(
      only(items, "scope").map(({ target, class: of, complete, assesses }) => [target, of, complete, assesses]),
    ).toEqual([
      [web, "misconfiguration", true, ["platform"]],
      [reader, "rbac", true, ["platform"]],
      [{ kind: "service_account", namespace: "shop", name: "web" }, "rbac", true, ["platform"]],
      [
        { kind: "workload", namespace: "", workloadKind: "Group", name: "system:masters", object: true },
        "rbac",
        true,
        ["platform"],
      ],
      [{ kind: "node", name: "node-1" }, "infra", true, ["host"]],
      [cluster, "infra", true, ["platform"]],
    ]);
    expect(said(items)).toEqual([
      ["C-0057", web],
      ["C-0012", web],
      ["C-0015", reader],
      ["C-0015", { kind: "service_account", namespace: "shop", name: "web" }],
      ["C-0172", { kind: "node", name: "node-1" }],
      ["C-0227", cluster],
    ]);
  });

  it("closes only what passed or failed: not what was skipped", async () => {
    const [first] = only(await read("cluster.json"), "scope");
    expect(first?.assessed).toEqual(["C-0057", "C-0016", "C-0017", "C-0012"].map((id) => `kubescape:${id}`));
  });

  it("says what failed and what would fix it, with the severity of the score and the numbers of benchmarks", async () => {
    const [privileged, credentials, , , anonymous] = only(await read("cluster.json"), "detection");
    expect(privileged).toMatchObject({
      ...{ severity: "high", rawSeverity: "high", fixState: "available", location: "object" },
      rule: { title: "Privileged container", area: "platform", controls: ["NSA:C-0057"] },
      evidence: { expected: "spec.template.spec.containers[0].securityContext.privileged: false" },
    });
    expect(credentials).toMatchObject({
      fixState: "unknown",
      evidence: { found: "spec.template.spec.containers[0].env[1].name" },
    });
    expect(anonymous?.rule).toMatchObject({
      title: "Ensure that the --anonymous-auth argument is set to false",
      controls: ["cis-v1.23-t1.0.1:4.2.1"],
    });
  });

  it("counts what is excepted, and what was not assessed", async () => {
    expect(
      only(await read("cluster.json"), "skipped").map(({ reason, count, raw, rawSeverity }) => [
        reason,
        count,
        raw,
        rawSeverity,
      ]),
    ).toEqual([
      ["check that was not made: skipped", 1, undefined, undefined],
      ["control that was not assessed: needs configuration of Kubescape", 1, undefined, undefined],
      ["control that was not assessed: no object that the control is about", 1, undefined, undefined],
      ["excepted in the source", 1, 1, "low"],
    ]);
  });

  it("is read in the order and with the words of version 3, without its objects too", async () => {
    const items = await read("cluster-v3.json");
    const [job, pod, namespace] = only(items, "scope");
    expect(job).toMatchObject({ target: { ...web, workloadKind: "CronJob", name: "report" }, complete: true });
    expect(job?.assessed).toEqual(["kubescape:C-0057", "kubescape:C-0056"]);
    expect(pod?.target).toMatchObject({ namespace: "kube-system", workloadKind: "Pod", name: "kube-apiserver-node-1" });
    expect(namespace).toMatchObject({ target: { kind: "namespace", name: "shop" }, assesses: ["network"] });
    expect(namespace?.assessed).toEqual(["kubescape:C-0260"]);
    expect(only(items, "detection").map((d) => d.severity)).toEqual(["high", "critical", "medium"]);
    expect(JSON.stringify(items)).not.toContain('"true"');
    expect(only(items, "skipped").map((item) => item.reason)).toContain(
      "vulnerability of a summary that names no image",
    );
  });

  it.each([
    [
      "the summary counts more than is listed",
      /"failedResources": 2/,
      '"failedResources": 3',
      "lists 6 of 7 failed checks",
    ],
    ["nothing counts", /"summaryDetails"/, '"summary"', "no summary counts the failed checks"],
    [
      "objects could not be read",
      /"summaryDetails"/,
      '"scanCoverage": {"failedGVRPulls": [{}]}, "summaryDetails"',
      "some objects could not be read",
    ],
  ])("closes nothing when %s", async (_, from, to, reason) => {
    const items = await itemsOf(sample("kubescape/cluster.json").toString().replace(from, to));
    expect(new Set(only(items, "scope").map((scope) => [scope.complete, scope.incompleteReason].join()))).toEqual(
      new Set([`false,${reason}`]),
    );
    expect(only(items, "warning")).toHaveLength(1);
  });

  it("may come in chunks, of which the last has the summary", async () => {
    const items = await read("chunks.jsonl");
    expect(only(items, "scope").map((scope) => [scope.target, scope.complete])).toEqual([
      [web, true],
      [reader, true],
    ]);
    const first = sample("kubescape/chunks.jsonl").toString().split("\n").slice(0, 2).join("\n");
    expect(only(await itemsOf(first), "scope")).toMatchObject([{ target: web, complete: false }]);
  });
});

it("keeps names of any length apart", async () => {
  const text = sample("kubescape/cluster.json").toString();
  const long = (end: string) => text.replaceAll("web-reads", "a".repeat(5000) + end);
  const locations = new Set<string>();
  for (const end of ["x", "y"]) {
    const found = only(await itemsOf(long(end)), "detection").find((d) => d.location.startsWith("rbac:"));
    expect(found?.location.length).toBeLessThan(1001);
    locations.add(found?.location ?? "");
  }
  expect(locations.size).toBe(2);
});

describe("files", () => {
  it("are their repository's, named without its password", async () => {
    const items = await read("files.json");
    const target = { kind: "repository", name: "github.com/example/shop" };
    expect(only(items, "scope")).toMatchObject([{ target, complete: true, assesses: ["pipeline"] }]);
    expect(only(items, "scope")[0]?.assessed).toHaveLength(4);
    expect(only(items, "detection").map((d) => [d.location, d.rule.area])).toEqual([
      ["file:deploy/web.yaml#deployment/web", "pipeline"],
      ["file:deploy/web.yaml#service/web", "pipeline"],
      ["serviceaccount/web#rbac:Role/r+RoleBinding/b", "pipeline"],
    ]);
  });

  it("stand for the objects in them when nothing names their repository, and close nothing", async () => {
    const text = sample("kubescape/files.json")
      .toString()
      .replace(/"targetMetadata": \{[^}]*\}\s*\}/, '"targetMetadata": {}');
    const items = await itemsOf(text, { namespace: "shop" });
    expect(only(items, "scope")).toMatchObject([{ target: null, complete: false }]);
    expect(said(items)[0]).toEqual(["C-0057", web]);
    expect(only(items, "warning")[0]?.message).toContain("give it with --repository");
    const [scope] = only(await itemsOf(text, { repository: "shop" }), "scope");
    expect(scope).toMatchObject({ target: { kind: "repository", name: "shop" }, complete: true });
  });
});

describe("version 1 of the format, and the frameworks before it", () => {
  it.each(["version-1.json", "list-of-frameworks.json", "framework.json"])("%s", async (name) => {
    const items = await read(name);
    expect(only(items, "scope")).toMatchObject([{ target: cluster, class: "misconfiguration", complete: true }]);
    expect(said(items)).toEqual([
      ["C-0057", { ...web, workloadKind: "StatefulSet", name: "db" }],
      ["C-0057", web],
      ["C-0035", { kind: "workload", namespace: "", workloadKind: "Group", name: "system:masters", object: true }],
    ]);
    const [first] = only(items, "detection");
    expect(first).toMatchObject({
      ...{ severity: "high", rule: { remediation: "Do better.", description: "What it is about." } },
      evidence: { found: "spec.containers[0].securityContext.privileged" },
    });
    expect(only(items, "scope")[0]?.assessed).not.toContain("kubescape:C-0005");
    // No score is stated for it: its severity is known.
    expect(only(items, "detection").at(-1)?.severity).toBe("medium");
  });

  it("takes several frameworks for one scan", async () => {
    const [first] = only(await read("version-1.json"), "detection");
    expect(first?.rule.controls).toEqual(["MITRE:C-0057", "NSA:C-0057"]);
    expect(only(await read("version-1.json"), "header")).toMatchObject([{ observedAt: "2022-01-10T08:00:00.000Z" }]);
  });

  it.each(["version-1.json", "list-of-frameworks.json", "framework.json", "cluster.json"])(
    "reads %s piece by piece as well",
    async (name) => {
      const items: Item[] = [];
      for await (const item of parseKubescape(bytesOf(sample(`kubescape/${name}`)), {}, 0)) items.push(item);
      expect(items).toEqual(await read(name));
    },
  );
});

it.each([
  ['{"summaryDetails":{"controls":[]}}', "expected an object, found a list (at summaryDetails.controls)"],
  ['{"results":{},"summaryDetails":{}}', "expected a list, found an object (at results)"],
  ['{"results":[7]}', "expected an object, found a number (at results[0])"],
  ['{"matches":[]}', "expected a Kubescape report"],
  ["", "the file is empty"],
])("refuses %s", async (text, message) => {
  await expect(itemsOf(text, { format: "kubescape" })).rejects.toThrow(message);
});
