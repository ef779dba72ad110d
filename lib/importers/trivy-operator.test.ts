import { describe, expect, it } from "vitest";
import { itemsOf, only, sample } from "./testing";

const read = (name: string) => itemsOf(sample(`trivy-operator/${name}`));
const image = {
  kind: "image",
  repository: "registry.example.com/shop/web",
  tag: "1.4.0",
  digests: [`sha256:${"d4".repeat(32)}`],
};
const shop = { kind: "workload", namespace: "web", workloadKind: "Deployment", name: "shop" };

describe("a list of reports", () => {
  it("is one scope for each object", async () => {
    const items = await read("list.json");
    expect(items[0]).toMatchObject({ tool: "trivy-operator", toolVersion: "0.58.0" });
    expect(only(items, "scope").map(({ class: of, target, complete }) => [of, target, complete])).toEqual([
      ["vulnerability", image, true],
      ["misconfiguration", shop, true],
      ["secret", image, true],
      [
        "rbac",
        { kind: "workload", namespace: "", workloadKind: "ClusterRole", name: "system:example", object: true },
        true,
      ],
      ["infra", { kind: "node", name: "worker-1" }, true],
      ["inventory", image, true],
    ]);
  });

  it("folds ReplicaSets into their Deployment and places images there", async () => {
    for (const scope of only(await read("list.json"), "scope")) {
      if (scope.target?.kind === "image") expect(scope.placedOn).toEqual([shop]);
    }
  });

  it("locates packages and containers, and knows each report's time", async () => {
    const items = await read("list.json");
    expect(only(items, "detection").map((d) => [d.rule.id, d.location])).toEqual([
      ["CVE-2024-0727", "pkg:deb/debian/libssl3"],
      ["CVE-2021-23337", "pkg:npm/lodash"],
      ["trivy:KSV017", "container:web"],
      ["trivy:KSV011", "container:web"],
      ["trivy:github-pat", expect.stringMatching(/^file:app\/\.env#[0-9a-f]{16}$/)],
      ["trivy:KSV041", "object"],
      ["trivy:KCV0077", "object"],
    ]);
    expect(only(items, "scope").map((scope) => scope.observedAt?.slice(0, 16))).toEqual([
      "2024-06-02T10:00",
      "2024-06-02T10:01",
      "2024-06-02T10:02",
      "2024-06-01T10:00",
      "2024-06-01T10:00",
      "2024-06-02T10:03",
    ]);
  });

  it("takes components for inventory", async () => {
    expect(only(await read("list.json"), "component")).toMatchObject([
      { purl: "pkg:deb/debian/libssl3@3.0.11-1~deb12u2", version: "3.0.11-1~deb12u2" },
    ]);
  });

  it.each(["[]", '{"apiVersion":"aquasecurity.github.io/v1alpha1","kind":"VulnerabilityReportList","items":[]}'])(
    "may be empty: %s",
    async (text) => {
      const items = await itemsOf(text, { format: "trivy-operator" });
      expect(items.map((item) => item.type)).toEqual(["header"]);
    },
  );
});

describe("a webhook message", () => {
  it("is known without kind, and one of a deletion closes nothing", async () => {
    const items = await read("webhook.jsonl");
    expect(only(items, "scope")).toMatchObject([{ class: "vulnerability", target: image }]);
    expect(only(items, "skipped")).toEqual([{ type: "skipped", reason: "report deleted in the cluster", count: 1 }]);
  });
});

describe("compliance", () => {
  it("names the object of each failed check, else the cluster", async () => {
    const items = await read("compliance-detail.json");
    const profile = "k8s-cis-1.23";
    expect(only(items, "scope")).toMatchObject([{ target: { kind: "cluster" }, profile, complete: true }]);
    expect(only(items, "detection").map((d) => [d.rule.controls, d.asset ?? null, d.location])).toEqual([
      [["k8s-cis-1.23:5.2.2"], shop, "object"],
      [
        ["k8s-cis-1.23:5.2.2"],
        { kind: "workload", namespace: "kube-system", workloadKind: "DaemonSet", name: "kube-proxy" },
        "object",
      ],
      [["k8s-cis-1.23:5.1.2"], null, "target:kube-system/role-868458b9d6"],
    ]);
  });

  it("finds and closes nothing by a summary", async () => {
    const items = await read("compliance-summary.json");
    expect(only(items, "scope")).toMatchObject([{ complete: false, incompleteReason: "a summary without details" }]);
    expect(only(items, "detection")).toEqual([]);
  });

  it("takes the severity of the control where a check has none", async () => {
    const results = [
      { id: "1.1", severity: "HIGH", checks: [{ checkID: "AVD-KSV-0002", severity: "", success: false }] },
    ];
    const object = { apiVersion: "aquasecurity.github.io/v1alpha1", kind: "ClusterComplianceReport" };
    const items = await itemsOf(JSON.stringify({ ...object, status: { detailReport: { results } } }));
    expect(only(items, "detection")).toMatchObject([{ severity: "high", rawSeverity: null }]);
  });

  it("reads the details of old versions", async () => {
    expect(only(await read("compliance-before-0.10.json"), "detection")).toMatchObject([
      { rule: { id: "trivy:KSV014", controls: ["nsa:1.1"] }, asset: shop, location: "container:web" },
    ]);
  });
});

describe("lists by resource", () => {
  const report = {
    ...{ apiVersion: "aquasecurity.github.io/v1alpha1", kind: "ConfigAuditReport" },
    metadata: {
      labels: { "trivy-operator.resource.kind": "StatefulSet", "trivy-operator.resource.name": "db" },
      namespace: "web",
    },
    report: { checks: [{ checkID: "KSV014", severity: "LOW", success: false, title: "t", messages: [] }] },
  };
  const text = (more: object) => JSON.stringify({ "clustersbomreports.aquasecurity.github.io": [], ...more });

  it("are read, with the place of what is broken", async () => {
    const items = await itemsOf(text({ "configauditreports.aquasecurity.github.io": [report, report] }));
    expect(only(items, "scope").map(({ target }) => target)).toEqual([
      { kind: "workload", namespace: "web", workloadKind: "StatefulSet", name: "db" },
      { kind: "workload", namespace: "web", workloadKind: "StatefulSet", name: "db" },
    ]);
    expect(only(items, "detection").map(({ rule }) => rule.id)).toEqual(["trivy:KSV014", "trivy:KSV014"]);
    expect(await itemsOf(text({}))).toHaveLength(1);
    const broken = text({ "configauditreports.aquasecurity.github.io": [{ ...report, report: { checks: 5 } }] });
    await expect(itemsOf(broken)).rejects.toThrow(
      /\["configauditreports\.aquasecurity\.github\.io"\]\[0\]\.report\.checks/,
    );
    await expect(itemsOf(text({ "sbomreports.aquasecurity.github.io": 1 }))).rejects.toThrow(/expected a list/);
  });
});

describe("documents of YAML", () => {
  it("hold Starboard's labels and reports on the cluster itself", async () => {
    const scopes = only(await read("reports.yaml"), "scope");
    expect(scopes.map(({ target, profile }) => [target?.kind, profile])).toEqual([
      ["image", ""],
      ["cluster", "k8s.io/kubernetes"],
    ]);
    expect(scopes[0]?.placedOn).toEqual([{ kind: "workload", namespace: "old", workloadKind: "Pod", name: "bare" }]);
  });
});

describe("one object", () => {
  const object = (report: object, more: object = {}) =>
    JSON.stringify({ apiVersion: "aquasecurity.github.io/v1alpha1", kind: "VulnerabilityReport", ...more, report });
  const found = { vulnerabilityID: "CVE-2024-1", resource: "a", severity: "HIGH", installedVersion: "1" };

  it("is not complete when its summary counts more than it lists", async () => {
    const items = await itemsOf(object({ vulnerabilities: [found], summary: { highCount: 3 } }));
    expect(only(items, "scope")).toMatchObject([{ complete: false, target: null }]);
  });

  it("stands for its container when its image has no version", async () => {
    const labels = {
      "trivy-operator.resource.kind": "StatefulSet",
      "trivy-operator.resource.name": "db",
      "trivy-operator.resource.namespace": "web",
      "trivy-operator.container.name": "main",
    };
    const report = { vulnerabilities: [found], artifact: { repository: "library/db" } };
    expect(only(await itemsOf(object(report, { metadata: { labels } })), "scope")).toMatchObject([
      { target: { kind: "workload", workloadKind: "StatefulSet", name: "db" }, profile: "main" },
    ]);
  });

  it("is refused when it is something else", async () => {
    const pod = JSON.stringify({ apiVersion: "v1", kind: "Pod" });
    await expect(itemsOf(pod, { format: "trivy-operator" })).rejects.toThrow(/found Pod/);
    await expect(itemsOf(object({ vulnerabilities: {} }))).rejects.toThrow(/line 1: \$\.report\.vulnerabilities/);
    await expect(itemsOf("", { format: "trivy-operator" })).rejects.toThrow(/empty/);
  });
});
