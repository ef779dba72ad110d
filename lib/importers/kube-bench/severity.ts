import type { Severity } from "../../domain/vocabulary";
import type { Check } from "./model";

/**
 * kube-bench states no severity. STIG groups name the DISA category of their checks (I, II, III); the CIS benchmarks
 * don't rank theirs, so they are ranked here by what an attacker gains: high where it opens the control plane, a
 * kubelet or etcd without credentials or gives away cluster-wide power; low where it only weakens records or
 * hygiene; the rest, file permissions above all, medium. Titles are matched because ids move between benchmarks.
 */
const catalogue: [RegExp, Severity][] = [
  [/anonymous[- ]auth|anonymous (?:requests|access)|alwaysallow|always allow|alwaysadmit/i, "high"],
  [
    /authorization[- ]mode|explicit authorization|(?:basic|token)[- ]auth|token authentication|basic authentication/i,
    "high",
  ],
  [/insecure[- ](?:port|bind|allow)|read-?only[- ]port|secure-port/i, "high"],
  [/client-cert-auth|auto-tls|client-ca-file|kubelet-certificate-authority|kubelet-https/i, "high"],
  [/encryption-provider|cluster-admin|privileged containers|access to secrets|wildcard use|system:masters/i, "high"],
  [/public access|public endpoint|private endpoint|private nodes/i, "high"],
  [/profiling|audit-log-max|terminated-pod-gc|event-?qps|eventrecordqps|hostname[- ]override/i, "low"],
  [/streaming-connection|iptables-util|request-timeout|default namespace|image provenance/i, "low"],
];

export function severityOfCheck(check: Check): Severity {
  const category = /DISA Category Code (I{1,3})\b/.exec(check.group)?.[1]?.length;
  if (category) return category === 1 ? "high" : category === 2 ? "medium" : "low";
  return catalogue.find(([title]) => title.test(check.title))?.[1] ?? "medium";
}
