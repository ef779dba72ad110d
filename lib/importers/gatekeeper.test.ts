import { describe, expect, it } from "vitest";
import { itemsOf, only, sample } from "./testing";
import type { ScopeItem } from "./types";

const read = (name: string) => itemsOf(sample(`gatekeeper/${name}`));
const workload = (workloadKind: string, name: string) => ({ kind: "workload", namespace: "shop", workloadKind, name });
const found = async (name: string) =>
  only(await read(name), "detection").map(({ asset, rule, location, severity }) => [
    asset,
    rule.id,
    location,
    severity,
  ]);

/** What a scope says at last: the proof comes after what it is about. */
const last = (items: ScopeItem[]) => [...new Map(items.map((scope) => [scope.ref, scope])).values()];

describe("constraints", () => {
  it("are one scope each, complete when they list as many violations as they count", async () => {
    const scopes = only(await read("constraints.json"), "scope");
    expect(scopes.map(({ profile, incompleteReason }) => [profile, incompleteReason])).toEqual([
      ["K8sPSPPrivilegedContainer/no-privileged", undefined],
      ["K8sRequiredLabels/must-have-owner", "lists 1 of 31 violations"],
      ["K8sBlockNodePort/no-node-ports", undefined],
      ["K8sExternalIPs/broken", "an audit pod does not enforce the constraint"],
    ]);
    for (const { target, observedAt } of scopes)
      expect([target, observedAt]).toEqual([{ kind: "cluster" }, "2026-02-01T08:00:00.000Z"]);
  });

  it("find objects and the controllers of pods; the severity is that of the control", async () => {
    expect(await found("constraints.json")).toEqual([
      [workload("Deployment", "web"), "gatekeeper:K8sPSPPrivilegedContainer", "constraint:no-privileged", "high"],
      [workload("DaemonSet", "agent"), "gatekeeper:K8sPSPPrivilegedContainer", "constraint:no-privileged", "high"],
      [{ kind: "namespace", name: "shop" }, "gatekeeper:K8sRequiredLabels", "constraint:must-have-owner", "unknown"],
    ]);
    const enforcement = only(await read("constraints.json"), "detection").map(({ evidence }) => evidence?.enforcement);
    expect(enforcement).toEqual(["deny", "warn", "dryrun"]);
  });

  it("close nothing before an audit, nor without a total; templates are no findings", async () => {
    const items = await read("constraints.yaml");
    expect(only(items, "scope").map(({ incompleteReason }) => incompleteReason)).toEqual([
      "the constraint was not audited yet",
      "its status states no total of violations",
    ]);
    expect(only(items, "detection")).toMatchObject([{ asset: workload("CronJob", "cleanup") }]);
    expect(only(items, "skipped")).toEqual([{ type: "skipped", reason: "constraint template", count: 1 }]);
  });

  it("of older versions and scoped ones are read too", async () => {
    const violations = [
      { kind: "Pod", name: "p", namespace: "n", enforcementAction: "scoped", enforcementActions: ["warn"] },
    ];
    const status = { auditTimestamp: "2026-01-01T00:00:00Z", totalViolations: 1, violations };
    const object = { apiVersion: "constraints.gatekeeper.sh/v1alpha1", kind: "X", metadata: { name: "x" }, status };
    const items = await itemsOf(JSON.stringify(object));
    expect(only(items, "scope")).toMatchObject([{ complete: true }]);
    expect(only(items, "detection")[0]?.evidence?.enforcement).toBe("scoped: warn");
  });

  it("are refused when they are something else", async () => {
    const given = { format: "gatekeeper" };
    await expect(itemsOf('{"apiVersion":"v1","kind":"Pod"}', given)).rejects.toThrow(/found Pod/);
    await expect(itemsOf("", given)).rejects.toThrow(/empty/);
    const broken = '{"apiVersion":"constraints.gatekeeper.sh/v1beta1","kind":"X","status":{"violations":["x"]}}';
    await expect(itemsOf(broken)).rejects.toThrow(/line 1: \$\.status\.violations\[0\]/);
  });
});

describe("the audit log", () => {
  it("is a scope for each constraint and run; complete where the run counted what it logged", async () => {
    const scopes = last(only(await read("audit.log"), "scope"));
    expect(
      scopes.map(({ profile, observedAt, incompleteReason }) => [profile, observedAt?.slice(14, 16), incompleteReason]),
    ).toEqual([
      ["K8sRequiredLabels/must-have-owner", "00", "logged 1 of 40 violations"],
      ["K8sPSPPrivilegedContainer/no-privileged", "01", undefined],
      ["K8sRequiredLabels/must-have-owner", "01", undefined],
      ["K8sBlockNodePort/no-node-ports", "01", undefined],
    ]);
  });

  it("is not complete where its end is missing", async () => {
    const cut = sample("gatekeeper/audit.log").toString().split("\n").slice(0, 8).join("\n");
    const scopes = last(only(await itemsOf(cut), "scope"));
    expect(scopes.map(({ incompleteReason }) => incompleteReason)).toEqual([
      "logged 1 of 40 violations",
      "the log does not show the end of this audit",
      "the log does not show the end of this audit",
    ]);
  });

  it("counts what it refused at admission, which is not there, and passes over other lines", async () => {
    expect(only(await read("audit.log"), "skipped")).toEqual([
      {
        ...{ type: "skipped", reason: "a request at admission, not a thing that is there" },
        ...{ count: 1, raw: 1, rawSeverity: null },
      },
      { type: "skipped", reason: "log line that is no audit event", count: 1 },
    ]);
  });

  it("says on which line it is broken", async () => {
    const text = sample("gatekeeper/audit.log").toString();
    await expect(itemsOf(`${text}not json\n{"level":"info","event_ty`)).rejects.toThrow(/line 15/);
  });

  it("speaks for the same scopes as the constraints", async () => {
    const profiles = async (name: string) => only(await read(name), "scope").map(({ profile }) => profile);
    expect(await profiles("audit.log")).toEqual(
      expect.arrayContaining((await profiles("constraints.json")).filter((name) => !/broken/.test(name))),
    );
  });
});

describe("exports and gator", () => {
  it("find, but close nothing", async () => {
    for (const [name, rule, asset] of [
      ["export.json", "gatekeeper:K8sRequiredLabels", workload("Deployment", "web")],
      ["gator.json", "gatekeeper:K8sPSPReadOnlyRootFilesystem", workload("StatefulSet", "web")],
      ["gator.yaml", "gatekeeper:K8sPSPReadOnlyRootFilesystem", workload("Deployment", "web")],
    ] as const) {
      const items = await read(name);
      expect(only(items, "detection")).toMatchObject([{ rule: { id: rule }, asset }]);
      expect(last(only(items, "scope"))).toMatchObject([{ complete: false }]);
    }
    expect(only(await read("export.json"), "detection")[0]?.evidence?.enforcement).toBe("scoped: deny, warn");
  });
});
