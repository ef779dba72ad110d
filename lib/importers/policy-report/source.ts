import { isAdvisoryId } from "../../domain/identity/rule-id";
import type { ResultClass } from "../../domain/vocabulary";
import { isObject, type Json, textOf } from "../trivy/guards";

/** Who wrote a result, in lower case: `kyverno`, `trivy configaudit`, `falco`; "" where nothing tells. */
export function sourceOf(report: Json, result: Json): string {
  const metadata = isObject(report.metadata) ? report.metadata : {};
  const labels = isObject(metadata.labels) ? metadata.labels : {};
  const label = (...suffixes: string[]) =>
    suffixes.map((suffix) => Object.keys(labels).find((key) => key.endsWith(suffix))).find((key) => key !== undefined);
  const marked = label("/engine", "/managed-by", "managed-by", "/created-by");
  const stated = textOf(result.source) || textOf(report.source) || (marked ? textOf(labels[marked]) : "");
  return stated ? stated.toLowerCase() : guessed(textOf(metadata.name), result);
}

/** The first versions of the format had no place for the source. */
function guessed(name: string, result: Json): string {
  const properties = propertiesOf(result);
  if ("IsMultiple" in properties && "AuditConfig" in properties) return "kube-bench";
  return /^(?:c?polr?|clusterpolicyreport|policyreport|merged)\b/.test(name) ? "kyverno" : "";
}

export const propertiesOf = (result: Json): Json => (isObject(result.properties) ? result.properties : {});

export const isKubeBench = (source: string) => /kube-?\s?bench|kube-cis/.test(source);

/** Rule ids begin with it. */
export function toolOf(source: string): string {
  if (/^(?:kyverno|polr|cpol)/.test(source)) return "kyverno";
  if (isKubeBench(source)) return "kube-bench";
  const [known] = /trivy|falco|kubearmor|tracee|tetragon|kubewarden/.exec(source) ?? [];
  return known ?? (source.replace(/[^a-z0-9.]+/g, "-").replace(/^-+|-+$/g, "") || "policy-report");
}

/**
 * The tool that a report speaks for, whatever its results are at the time. Not of those that are read from reports of
 * their own: what an adapter copied from them, perhaps not all of it, is not their word. null: none, or one of these.
 */
export function writtenBy(report: Json): string | null {
  const tool = toolOf(sourceOf(report, {}));
  return /^(?:trivy|falco|kube-bench|policy-report)/.test(tool) ? null : tool.slice(0, 60);
}

/** The id of a published flaw that a result is about; "" when it is about none. */
export function advisoryOf(result: Json): string {
  const { VulnerabilityID, vulnerabilityID } = propertiesOf(result);
  const texts = [VulnerabilityID, vulnerabilityID, result.policy, result.rule].map(textOf);
  return texts.find((text) => text !== "" && isAdvisoryId(text)) ?? "";
}

/** What the writer looks for; of a result, what it found. */
export function classOf(source: string, result?: Json): ResultClass {
  if (/falco|kubearmor|tracee|tetragon/.test(source)) return "runtime";
  if (/secret/.test(source)) return "secret";
  if (result ? advisoryOf(result) !== "" : /vuln|image-?scanner|^trivy$|grype|clair/.test(source))
    return "vulnerability";
  return "misconfiguration";
}
