import { isObject, type Json, textOf } from "../guards";

/** What a custom resource holds, whatever it is called. */
export type Content =
  | "vulnerabilities"
  | "secrets"
  | "config"
  | "rbac"
  | "infra"
  | "compliance"
  | "compliance-detail"
  | "sbom";

const contents = new Map<string, Content>([
  ["VulnerabilityReport", "vulnerabilities"],
  ["ClusterVulnerabilityReport", "vulnerabilities"],
  ["ImageVulnerabilityReport", "vulnerabilities"],
  ["NodeVulnerabilityReport", "vulnerabilities"],
  ["ExposedSecretReport", "secrets"],
  ["ConfigAuditReport", "config"],
  ["ClusterConfigAuditReport", "config"],
  ["RbacAssessmentReport", "rbac"],
  ["ClusterRbacAssessmentReport", "rbac"],
  ["InfraAssessmentReport", "infra"],
  ["ClusterInfraAssessmentReport", "infra"],
  ["ClusterComplianceReport", "compliance"],
  ["ClusterComplianceDetailReport", "compliance-detail"],
  ["SbomReport", "sbom"],
  ["ClusterSbomReport", "sbom"],
]);

/** `"kind": "VulnerabilityReport"` and the like, in JSON or YAML. */
export const kindPattern = new RegExp(
  String.raw`["']?kind["']?\s*:\s*["']?(?:${[...contents.keys()].join("|")})(?:List)?\b`,
);

/**
 * The content of an object by its kind; by its shape where the kind is missing, as in webhook messages, which carry the
 * object as the operator has it in memory. null: no report of the operator.
 */
export function contentOf(object: Json): Content | null {
  const kind = textOf(object.kind);
  const group = textOf(object.apiVersion);
  if (group !== "" && !group.startsWith("aquasecurity.github.io/")) return null;
  if (kind !== "") return contents.get(kind) ?? null;
  if (isObject(object.report)) return byShape(object.report, resourceKind(object));
  const status = isObject(object.status) ? object.status : {};
  return isObject(status.detailReport) || isObject(status.summaryReport) ? "compliance" : null;
}

function byShape(report: Json, kind: string): Content | null {
  if (report.vulnerabilities !== undefined) return "vulnerabilities";
  if (report.secrets !== undefined) return "secrets";
  if (report.components !== undefined) return "sbom";
  if (report.controlCheck !== undefined) return "compliance-detail";
  if (!Array.isArray(report.checks)) return null;
  if (/^(Cluster)?Role(Binding)?$/.test(kind)) return "rbac";
  const infra = report.checks.some((check) => isObject(check) && /KCV-?\d/.test(textOf(check.checkID)));
  return infra ? "infra" : "config";
}

function resourceKind(object: Json): string {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const labels = isObject(metadata.labels) ? metadata.labels : {};
  const key = Object.keys(labels).find((label) => label.endsWith(".resource.kind"));
  return key ? textOf(labels[key]) : "";
}
