import { describe, expect, it } from "vitest";
import { itemsOf, only, sample } from "./testing";

const read = (name: string) => itemsOf(sample(`kubescape-operator/${name}`));
const web = { kind: "workload", namespace: "shop", workloadKind: "Deployment", name: "web" };
const dns = { kind: "image", repository: "quay.io/example/dns", digests: [`sha256:${"92".repeat(32)}`] };

describe("configuration scans", () => {
  it("are claims about their own object, and about what was looked at there", async () => {
    const items = await read("reports.yaml");
    expect(only(items, "header")).toMatchObject([{ tool: "kubescape", observedAt: null }]);
    const [first, second] = only(items, "scope");
    expect(first).toMatchObject({ target: web, class: "misconfiguration", complete: true });
    expect(first?.assessed).toEqual(["kubescape:C-0057", "kubescape:C-0016"]);
    expect(second).toMatchObject({
      target: { kind: "service_account", namespace: "shop", name: "web" },
      class: "rbac",
    });
    expect(only(items, "detection")).toMatchObject([
      {
        ...{ scope: 0, severity: "high", rawSeverity: "high", location: "object" },
        evidence: { expected: "spec.template.spec.containers[0].securityContext.privileged: false" },
      },
      { scope: 1, location: "rbac:ClusterRole/reader+ClusterRoleBinding/web-reads" },
    ]);
  });

  it("count what was not assessed, and objects that hold no findings", async () => {
    expect(only(await read("reports.yaml"), "skipped").map((item) => [item.reason, item.count])).toEqual([
      ["check that was not made: needs configuration of Kubescape", 1],
      ["object that is no report of findings", 1],
    ]);
  });

  it("know their object by its address, where labels are missing", async () => {
    const text = sample("kubescape-operator/reports.yaml")
      .toString()
      .replaceAll(/kubescape.io\/workload-\w+:/g, "x:");
    expect(only(await itemsOf(text.replaceAll(/ {4}x: .*\n/g, "")), "scope")[0]?.target).toEqual(web);
  });
});

describe("vulnerability manifests", () => {
  it("are about their image, and what is in use of it is a profile that closes nothing of the rest", async () => {
    const items = await read("manifests.json");
    const [whole, used] = only(items, "scope");
    expect(whole).toMatchObject({ ref: 0, target: dns, class: "vulnerability", profile: "", complete: true });
    expect(whole?.observedAt).toBe("2026-03-02T09:00:00.000Z");
    expect(used).toMatchObject({ ref: 1, target: dns, profile: "in-use", complete: true });
    expect(used?.placedOn).toEqual([{ kind: "workload", namespace: "infra", workloadKind: "DaemonSet", name: "dns" }]);
    expect(only(items, "detection")).toMatchObject([
      { scope: 0, rule: { id: "CVE-2023-2828" }, location: "pkg:rpm/redhat/bind-libs", rawSeverity: "High" },
      { scope: 1, rule: { id: "CVE-2023-2828" } },
    ]);
  });

  it("say nothing when a list left their content out", async () => {
    const [skipped] = only(await read("manifests.json"), "skipped");
    expect(skipped).toMatchObject({ count: 1, reason: expect.stringContaining("without its content") });
  });
});

it.each([
  ['{"apiVersion":"spdx.softwarecomposition.kubescape.io/v1beta1","kind":"SBOMSyft"}', "found SBOMSyft"],
  [
    '{"apiVersion":"spdx.softwarecomposition.kubescape.io/v1beta1","kind":"WorkloadConfigurationScan","spec":{"controls":[]}}',
    "expected an object, found a list",
  ],
  ["", "the file is empty"],
])("refuses %s", async (text, message) => {
  await expect(itemsOf(text, { format: "kubescape-operator" })).rejects.toThrow(message);
});
