import { describe, expect, it } from "vitest";
import { catalogueSeverity } from "./severity";

describe("catalogueSeverity", () => {
  it.each([
    ["Ensure that the --authorization-mode argument is not set to AlwaysAllow (Automated)", "critical"],
    ["Ensure that the --anonymous-auth argument is set to false (Automated)", "high"],
    ["Ensure that the --authorization-mode argument includes RBAC (Automated)", "high"],
    ["Ensure that the Kubernetes PKI key file permissions are set to 600 (Manual)", "high"],
    ["Ensure that the --client-cert-auth argument is set to true (Automated)", "high"],
    ["Ensure that the cluster-admin role is only used where required (Manual)", "high"],
    ["Ensure that the API server pod specification file permissions are set to 600 or more restrictive", "medium"],
    ["Ensure that the API Server only makes use of Strong Cryptographic Ciphers (Manual)", "medium"],
    ["Ensure that the --profiling argument is set to false (Automated)", "low"],
    ["Ensure that the --audit-log-maxage argument is set to 30 or as appropriate (Automated)", "low"],
  ])("kube-bench: %s is %s", (title, expected) => {
    expect(catalogueSeverity("kube-bench", "cis-1.12:1.1.1", title)).toBe(expected);
  });

  it.each([
    ["kube-linter", "privileged-container", "high"],
    ["kube-linter", "access-to-secrets", "high"],
    ["kube-linter", "sorted-keys", "info"],
    ["kube-score", "container-resources", "low"],
    ["kube-score", "label-values", "info"],
    ["checkov", "CKV_K8S_16", "high"],
    ["checkov", "CKV_K8S_8", "low"],
    ["checkov", "CKV_AWS_18", null],
    ["somebody", "else", null],
  ])("%s %s is %s", (tool, check, expected) => expect(catalogueSeverity(tool, check)).toBe(expected));

  it("ranks Checkov's control-plane checks by topic", () => {
    const title = "Ensure that the --anonymous-auth argument is set to false";
    expect(catalogueSeverity("checkov", "CKV_K8S_68", title)).toBe("high");
  });
});
