import { describe, expect, it } from "vitest";
import type { Area } from "../vocabulary";
import { type AreaQuestion, areaOf } from "./area";

const cases: [AreaQuestion["kind"], string, string, AreaQuestion["assetKind"], Area][] = [
  ["vulnerability", "trivy", "CVE-2021-44228", "image", "application"],
  ["vulnerability", "trivy", "CVE-2021-44228", "repository", "application"],
  ["vulnerability", "trivy", "CVE-2021-44228", "node", "host"],
  ["vulnerability", "trivy", "CVE-2021-25741", "cluster", "platform"],
  ["vulnerability", "zap", "10021", "workload", "application"],
  ["secret", "trivy", "aws-access-key-id", "repository", "pipeline"],
  ["secret", "trivy", "aws-access-key-id", "image", "application"],
  ["secret", "trivy", "aws-access-key-id", "node", "host"],
  ["secret", "trivy", "aws-access-key-id", "workload", "platform"],
  ["malware", "clamav", "x", "image", "application"],
  ["weakness", "semgrep", "x", "repository", "application"],
  ["runtime", "falco", "Terminal shell in container", "workload", "runtime"],
  ["runtime", "suricata", "2010935", "cluster", "network"],
  ["misconfiguration", "trivy", "DS-0002", "repository", "pipeline"],
  ["misconfiguration", "trivy", "KSV-0017", "repository", "pipeline"],
  ["misconfiguration", "trivy", "KSV-0017", "workload", "platform"],
  ["misconfiguration", "trivy", "KSV-0009", "workload", "network"],
  ["misconfiguration", "trivy", "KSV038", "workload", "network"],
  ["misconfiguration", "trivy", "AVD-KCV-0001", "node", "platform"],
  ["misconfiguration", "trivy", "AVD-KCV-0068", "node", "platform"],
  ["misconfiguration", "trivy", "KCV0079", "node", "host"],
  ["misconfiguration", "kubescape", "C-0057", "workload", "platform"],
  ["misconfiguration", "kubescape", "C-0260", "workload", "network"],
  ["misconfiguration", "kubescape", "C-0172", "cluster", "host"],
  ["misconfiguration", "kubescape", "C-0113", "node", "platform"],
  ["misconfiguration", "dockle", "CIS-DI-0001", "image", "application"],
  ["misconfiguration", "lynis", "SSH-7408", "node", "host"],
  ["misconfiguration", "gatekeeper", "k8srequiredlabels", "namespace", "platform"],
  ["compliance", "openscap", "x", "node", "host"],
  ["compliance", "scorecard", "Branch-Protection", "repository", "pipeline"],
  ["misconfiguration", "harbor", "x", "registry", "platform"],
  ["compliance", "training", "overdue", "team", "people"],
  ["compliance", "kube-bench", "cis-1.6:1.1.1", "node", "platform"],
  ["compliance", "kube-bench", "cis-1.6:2.1", "node", "platform"],
  ["compliance", "kube-bench", "cis-1.6:4.2.1", "node", "host"],
  ["compliance", "kube-bench", "cis-1.6:5.1.1", "cluster", "platform"],
  ["compliance", "kube-bench", "cis-1.6:5.3.2", "cluster", "network"],
  ["compliance", "kube-bench", "eks-1.2.0:3.2.1", "node", "host"],
  ["compliance", "kube-bench", "eks-1.2.0:4.3.1", "cluster", "network"],
];

describe("areaOf", () => {
  it.each(cases)("%s of %s %s on %s is %s", (kind, tool, checkId, assetKind, area) => {
    expect(areaOf({ kind, tool, checkId, assetKind })).toBe(area);
  });

  it("believes the section of a benchmark before the number of a check", () => {
    const check = { kind: "compliance", tool: "kube-bench", checkId: "eks-stig:V-242434", assetKind: "node" } as const;
    expect(areaOf({ ...check, section: "node" })).toBe("host");
    expect(areaOf({ ...check, section: "master" })).toBe("platform");
  });
});
