import { ruleId } from "../identity/rule-id";
import type { Area, AssetKind, Kind } from "../vocabulary";
import { equivalentOf } from "./equivalence";
import { networkChecks } from "./network-checks";

export interface AreaQuestion {
  kind: Kind;
  tool: string;
  /** The tool's own id of the check, or the advisory. */
  checkId: string;
  /** What it was found on. */
  assetKind: AssetKind;
  /**
   * Part of a CIS benchmark that the check belongs to: kube-bench's `node_type` (master, etcd, controlplane, node,
   * policies, managedservices). Without it the number of the check decides.
   */
  section?: string;
}

/** Tools whose every result belongs to one area, wherever it was found. */
const areaOfTool = new Map<string, Area>([
  ["scorecard", "pipeline"],
  ["suricata", "network"],
]);

/**
 * The area of a finding, where its importer knows no better. Where it was found decides first, for the same thing in
 * another place is another team's work: a manifest in a repository is still to be deployed, so it is `pipeline`; the
 * same manifest in a cluster is `platform`, or `network` when the check is about traffic.
 */
export function areaOf(of: AreaQuestion): Area {
  const byTool = areaOfTool.get(of.tool.toLowerCase());
  if (byTool) return byTool;
  if (of.assetKind === "team") return "people";
  switch (of.kind) {
    case "runtime":
      return "runtime";
    case "weakness":
      return "application";
    case "secret":
      // Leaked by those who commit and build; once baked into an image it ships with the application.
      return of.assetKind === "repository" ? "pipeline" : contentArea(of.assetKind, "platform");
    case "vulnerability":
    case "malware":
      return contentArea(of.assetKind, "application");
    default:
      return of.assetKind === "repository" ? "pipeline" : configurationArea(of);
  }
}

/** Area of what is *in* a thing: its packages, files and secrets. */
function contentArea(assetKind: AssetKind, workload: Area): Area {
  switch (assetKind) {
    case "node":
      return "host";
    case "image":
    case "repository":
      return "application";
    case "workload":
      return workload;
    default:
      return "platform";
  }
}

/** Area of how a thing is set up: misconfigurations, compliance, combinations. */
function configurationArea(of: AreaQuestion): Area {
  const tool = of.tool.toLowerCase();
  if (tool === "kube-bench") return benchmarkArea(of);
  const id = ruleId(tool.trim() || "-", of.checkId.trim() || "-");
  const control = equivalentOf(id);
  if (control) return control.area;
  if (networkChecks.has(id)) return "network";
  if (isNodeCheck(id)) return "host";
  if (isControlPlaneCheck(id)) return "platform";
  if (of.assetKind === "image") return "application";
  return of.assetKind === "node" ? "host" : "platform";
}

/** CIS: 4 (3 in the benchmarks of managed clusters) is the worker node; 5.3 (4.3 there) network policies and CNI. */
function benchmarkArea({ checkId, section }: AreaQuestion): Area {
  const [, benchmark = "", number = ""] = /^(?:(.*):)?([\d.]+)$/.exec(checkId) ?? [];
  const managed = /^(?:eks|gke|aks|ack)\b/i.test(benchmark);
  if (section === "node" || (!section && number.startsWith(managed ? "3." : "4."))) return "host";
  return number.startsWith(managed ? "4.3." : "5.3.") ? "network" : "platform";
}

/** Kubescape's ids of checks on the kubelet, the kernel and the operating system of a node. */
const kubescapeNode = new Set([58, 69, 70, 79, 87, 226, 233, 235, 238, 273, 284]);

const numberOf = (id: string, family: RegExp) => Number(family.exec(id)?.[1] ?? Number.NaN);

function isNodeCheck(id: string): boolean {
  const trivy = numberOf(id, /^trivy:KCV(\d+)$/);
  const kubescape = numberOf(id, /^kubescape:C-(\d+)$/);
  // CIS section 4 in both tools' numbering.
  return (trivy >= 69 && trivy <= 92) || (kubescape >= 162 && kubescape <= 184) || kubescapeNode.has(kubescape);
}

/** CIS sections 1 to 3. These tools look at the node it runs on, but it is the management stack that they judge. */
function isControlPlaneCheck(id: string): boolean {
  const kubescape = numberOf(id, /^kubescape:C-(\d+)$/);
  return id.startsWith("trivy:KCV") || (kubescape >= 92 && kubescape <= 161);
}
