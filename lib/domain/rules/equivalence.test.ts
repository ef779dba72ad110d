import { describe, expect, it } from "vitest";
import { ruleId } from "../identity/rule-id";
import { equivalentOf, equivalentRules } from "./equivalence";

const idOf = (id: string) => equivalentOf(id)?.id ?? null;

describe("equivalentRules", () => {
  it("spells every alias as ruleId does, and gives each to one rule only", () => {
    const seen = new Set<string>();
    for (const { id, aliases } of equivalentRules) {
      expect(aliases.length, id).toBeGreaterThan(1);
      for (const alias of [id, ...aliases]) {
        const colon = alias.indexOf(":");
        expect(ruleId(alias.slice(0, colon), alias.slice(colon + 1))).toBe(alias);
        expect(seen.has(alias), alias).toBe(false);
        seen.add(alias);
      }
    }
  });

  it("knows the privileged container under all its names", () => {
    for (const [tool, check] of [
      ["kubescape", "C-0057"],
      ["trivy", "AVD-KSV-0017"],
      ["polaris", "runAsPrivileged"],
      ["kube-linter", "privileged-container"],
      ["checkov", "CKV_K8S_16"],
      ["kyverno", "disallow-privileged-containers/privileged-containers"],
      ["gatekeeper", "K8sPSPPrivilegedContainer"],
    ] as const) {
      expect(idOf(ruleId(tool, check))).toBe("k8s:privileged-container");
    }
  });

  it("knows the rules of a Kyverno policy by the policy, unless one of them is a control of its own", () => {
    expect(idOf("kyverno:disallow-latest-tag/require-image-tag")).toBe("k8s:image-tag-latest");
    expect(idOf("kyverno:disallow-latest-tag/another-name")).toBe("k8s:image-tag-latest");
    expect(idOf("kyverno:disallow-container-sock-mounts/validate-crio-sock-mount")).toBe("k8s:runtime-socket");
    expect(idOf("kyverno:disallow-container-sock-mounts/validate-docker-sock-mount")).toBe("k8s:docker-socket");
    expect(idOf("kyverno:require-labels/disallow-latest-tag")).toBeNull();
    expect(idOf("kyverno:shop/disallow-latest-tag")).toBeNull();
    expect(idOf("kyverno:disallow-latest-tags")).toBeNull();
  });

  it("keeps apart what only looks alike", () => {
    expect(idOf("kubescape:C-0193")).toBeNull();
    expect(idOf("checkov:CKV_K8S_2")).toBeNull();
    expect(idOf("trivy:KSV118")).toBeNull();
    expect(idOf("gatekeeper:K8sPSPHostNamespace")).toBeNull();
    expect(idOf("kube-linter:privilege-escalation-container")).toBeNull();
    expect(idOf("trivy:KSV006")).not.toBe(idOf("kubescape:C-0074"));
    expect(idOf("kube-score:pod-networkpolicy")).not.toBe(idOf("kube-linter:non-isolated-pod"));
  });

  it("never puts two pod security standards in one rule", () => {
    for (const { aliases } of equivalentRules) {
      expect(aliases.filter((alias) => alias.startsWith("pss:")).length).toBeLessThan(2);
    }
  });
});
