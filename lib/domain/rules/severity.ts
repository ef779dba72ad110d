import { ruleId } from "../identity/rule-id";
import type { Severity } from "../vocabulary";
import { equivalentOf } from "./equivalence";

/**
 * CIS recommendations have numbers that move between benchmarks and no severity, so their topic decides: what an
 * attacker gains. Critical: a door without a lock. High: credentials, keys and cluster-wide power. Low: records,
 * limits and hygiene. The rest is medium, file permissions above all: they matter to who is on the node already.
 */
const topics: readonly (readonly [RegExp, Severity])[] = [
  [/alwaysallow|insecure-port|insecure-bind/i, "critical"],
  [/anonymous|alwaysadmit|read-?only-port|secure-port/i, "high"],
  [/authorization-mode|(?:basic|token)-auth|client-cert-auth|auto-tls|client-ca-file/i, "high"],
  [/kubelet-https|kubelet-certificate-authority|service-account-lookup/i, "high"],
  [/encryption[ -]provider|PKI key|administrative credential|etcd data directory/i, "high"],
  [
    /cluster-admin|system:masters|wildcard|escalate|impersonate|webhook configuration|approv|access to secrets|read all secrets/i,
    "high",
  ],
  [
    /privileged containers|process ID|IPC namespace|host network|HostProcess|nodes.?proxy|proxy sub-resource|pods.?exec/i,
    "high",
  ],
  [/private (?:endpoint|nodes)|public access|control plane endpoint/i, "high"],
  [/profiling|audit-log-max|gc-threshold|event-?(?:record)?qps|hostname-override|request-timeout/i, "low"],
  [/streaming-connection|iptables|EventRateLimit|AlwaysPullImages|terminated-pod|pod PIDs/i, "low"],
  [/default namespace|administrative boundaries|external secret storage|image provenance/i, "low"],
];

/** Severity of a CIS recommendation by the words of its title. */
export const benchmarkSeverity = (title: string): Severity =>
  topics.find(([topic]) => topic.test(title))?.[1] ?? "medium";

/** Single checks that no row of equivalent rules covers, in the same spirit. */
const single: Readonly<Record<string, Severity>> = {
  "kube-linter:access-to-create-pods": "medium",
  "kube-linter:access-to-secrets": "high",
  "kube-linter:default-service-account": "low",
  "kube-linter:env-var-secret": "high",
  "kube-linter:exposed-services": "medium",
  "kube-linter:privilege-escalation-container": "medium",
  "kube-linter:scc-deny-privileged-container": "high",
  "kube-linter:ssh-port": "medium",
  "kube-linter:unset-cpu-requirements": "low",
  "kube-linter:unset-memory-requirements": "low",
  "kube-linter:no-extensions-v1beta": "low",
  "kube-linter:dangling-networkpolicypeer-podselector": "low",
  "kube-score:container-security-context-user-group-id": "low",
  "kube-score:container-resources": "low",
  "kube-score:pod-probes": "low",
  "checkov:CKV_K8S_7": "medium",
  "checkov:CKV_K8S_24": "medium",
  "checkov:CKV_K8S_29": "low",
  "checkov:CKV_K8S_30": "low",
  "checkov:CKV_K8S_36": "low",
  "checkov:CKV_K8S_41": "medium",
  "checkov:CKV_K8S_44": "high",
  "checkov:CKV_K8S_45": "high",
  "checkov:CKV_K8S_152": "high",
  "checkov:CKV_K8S_153": "high",
  "checkov:CKV_K8S_154": "high",
  "checkov:CKV_K8S_159": "medium",
};

/**
 * Severity from our own catalogue for checks whose tool states none (kube-bench, kube-linter, kube-score, Checkov on
 * Kubernetes). null: not in the catalogue, so the severity stays unknown. What is left of kube-linter and kube-score
 * is about availability and style, no risk to security: info.
 */
export function catalogueSeverity(tool: string, checkId: string, title = ""): Severity | null {
  const name = tool.trim().toLowerCase();
  if (name === "kube-bench") return benchmarkSeverity(title);
  const id = ruleId(name || "-", checkId.trim() || "-");
  const known = equivalentOf(id)?.severity ?? single[id];
  if (known) return known;
  if (name === "kube-linter" || name === "kube-score") return "info";
  return /^checkov:CKV2?_K8S_\d+$/.test(id) ? benchmarkSeverity(title) : null;
}
