/** One check as kube-bench reports it, in JSON or as text. */
export interface Check {
  id: string;
  title: string;
  /** `PASS`, `FAIL`, `WARN`, `INFO`, upper case; "" when the tool states none. */
  status: string;
  /** Title of the group it stands in. */
  group: string;
  remediation: string;
  reason: string;
  expected: string;
  actual: string;
}

/** The checks of one controls file (master, node, etcd, …) of one benchmark. */
export interface Control {
  /** `master`, `node`, `etcd`, `controlplane`, `policies`, `managedservices`, … */
  nodeType: string;
  /** `cis-1.6`, `eks-1.0.1`, `rh-1.0`; null when not stated. */
  benchmark: string | null;
  checks: Check[];
  /** Why this may not be all of the control's results; null when there is no sign of that. */
  truncated: string | null;
}

/** `1.6` → `cis-1.6`: early controls files stated the number of the CIS benchmark alone. */
export function benchmarkName(version: string): string | null {
  const name = version.trim().toLowerCase();
  if (name === "") return null;
  return /^v?\d/.test(name) ? `cis-${name.replace(/^v/, "")}` : name.replace(/\s+/g, "-");
}

/** What a controls file is about, by its title, where the node type isn't stated. */
export function nodeTypeOf(title: string): string {
  if (/worker|^node\b|kubelet/i.test(title)) return "node";
  if (/etcd/i.test(title)) return "etcd";
  if (/polic/i.test(title)) return "policies";
  if (/managed/i.test(title)) return "managedservices";
  if (/control plane configuration/i.test(title)) return "controlplane";
  if (/master|control plane/i.test(title)) return "master";
  if (/federat/i.test(title)) return "federated";
  return "";
}

/** Without the note on how it is assessed: `… (Automated)`, `… (Not Scored)`. */
export function plainTitle(title: string): string {
  return title.replace(/\s*\((?:not )?(?:automated|manual|scored)\)\s*$/i, "").trim();
}
