import { parsePurl } from "../../../domain/identity/package-url";
import type { ResultClass } from "../../../domain/vocabulary";
import type { AssetRef, ImportOptions } from "../../types";
import { componentOfPurl } from "../component";
import type { Draft } from "../draft";
import { isObject, isoTime, type Json, listAt, mustBeObject, objectAt, textOf } from "../guards";
import { optionAsset, optionImage } from "../option-asset";
import { Scope, type Scopes } from "../scopes";
import { secret } from "../secret";
import type { Skip } from "../vulnerability";
import { complianceDetail, complianceReport, frameworkOf } from "./compliance";
import { reportedCheck, reportedSecret, reportedVulnerability } from "./entries";
import type { Content } from "./kinds";
import { objectName, reportImage, runnerOf, type Subject, subjectOf } from "./object";

const classes: Record<Content, ResultClass> = {
  vulnerabilities: "vulnerability",
  secrets: "secret",
  config: "misconfiguration",
  rbac: "rbac",
  infra: "infra",
  compliance: "compliance",
  "compliance-detail": "compliance",
  sbom: "inventory",
};

/** Turns one custom resource into one scope and what it holds. Each object is a claim of its own. */
export function readReport(
  object: Json,
  content: Content,
  scopes: Scopes,
  options: ImportOptions,
  where: string,
): void {
  const report = objectAt(object, "report", where) ?? {};
  const subject = subjectOf(object, options, where);
  const at = `${where}.report`;
  const packages = content === "vulnerabilities" || content === "secrets" || content === "sbom";
  const image = packages ? reportImage(report, at, bomDigest(report)) : null;
  const target = targetOf(object, content, report, subject, image, options);
  const part = partOf(object, content, report, subject, target, where);
  const resultClass = classes[content];
  const profile = [part, options.profile ?? ""].filter(Boolean).join(",");
  const scope = new Scope(resultClass, profile, () => ({
    target,
    label: objectName(object) || "report",
    assetKind: target?.kind ?? (packages ? "image" : "workload"),
    observedAt: timeOf(object, report),
  }));
  scopes.named("object", () => scope);
  const runner = runnerOf(subject);
  if (target?.kind === "image" && runner) scope.place(runner);
  if (content === "compliance") complianceReport(object, { scopes, scope, framework: part }, where);
  else if (content === "compliance-detail") complianceDetail(report, { scopes, scope, framework: part }, at);
  else if (content === "sbom") addComponents(report, scopes, scope, at);
  else addEntries(report, content, scopes, scope, at);
}

function targetOf(
  object: Json,
  content: Content,
  report: Json,
  subject: Subject,
  image: AssetRef | null,
  options: ImportOptions,
): AssetRef | null {
  const kind = textOf(object.kind);
  if (content === "compliance" || content === "compliance-detail") return { kind: "cluster" };
  if (kind === "NodeVulnerabilityReport") {
    const node = (isObject(report.artifact) ? textOf(report.artifact.nodeName) : "") || options.node || "";
    return node ? { kind: "node", name: node } : subject.asset;
  }
  // The bill of materials of the cluster itself, and what is vulnerable in it.
  if (kind === "ClusterVulnerabilityReport" || kind === "ClusterSbomReport") return { kind: "cluster" };
  return image ?? subject.asset ?? optionAsset(options) ?? optionImage(options);
}

/** What tells several reports on one target apart: framework, component of the cluster, container of unknown image. */
function partOf(
  object: Json,
  content: Content,
  report: Json,
  subject: Subject,
  target: AssetRef | null,
  where: string,
): string {
  if (content === "compliance" || content === "compliance-detail") return frameworkOf(object, where);
  if (target?.kind === "image" || (content !== "vulnerabilities" && content !== "secrets" && content !== "sbom"))
    return "";
  if (target?.kind === "cluster") {
    return (isObject(report.artifact) ? textOf(report.artifact.repository) : "") || objectName(object);
  }
  return subject.container;
}

function timeOf(object: Json, report: Json): string | null {
  const status = isObject(object.status) ? object.status : {};
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return isoTime(report.updateTimestamp) ?? isoTime(status.updateTimestamp) ?? isoTime(metadata.creationTimestamp);
}

function addEntries(report: Json, content: Content, scopes: Scopes, scope: Scope, where: string): void {
  const key = content === "vulnerabilities" || content === "secrets" ? content : "checks";
  const system = objectAt(report, "os", where);
  let listed = 0;
  for (const [index, value] of listAt(report, key, where).entries()) {
    const entry = mustBeObject(value, `${where}.${key}[${index}]`);
    let taken: Draft | Skip;
    if (key === "vulnerabilities") taken = reportedVulnerability(entry, textOf(system?.family).toLowerCase());
    else if (key === "secrets") taken = secret(reportedSecret(entry));
    else if (entry.success === true) {
      scopes.pass("passed check");
      continue;
    } else taken = reportedCheck(entry);
    listed++;
    if ("skip" in taken) scopes.skip(taken);
    else scopes.add(scope, taken);
  }
  const counted = countOf(objectAt(report, "summary", where));
  if (counted > listed) scope.notAll(`lists ${listed} of ${counted} results`);
}

/** Results by the summary of a report; `noneCount` is about packages without a vulnerability. */
function countOf(summary: Json | null): number {
  let sum = 0;
  for (const severity of ["critical", "high", "medium", "low", "unknown"]) {
    const count = summary?.[`${severity}Count`];
    if (typeof count === "number" && count > 0) sum += count;
  }
  return sum;
}

function addComponents(report: Json, scopes: Scopes, scope: Scope, where: string): void {
  const bom = objectAt(report, "components", where) ?? {};
  for (const [index, value] of listAt(bom, "components", `${where}.components`).entries()) {
    const entry = mustBeObject(value, `${where}.components.components[${index}]`);
    const component = componentOfPurl(textOf(entry.purl), textOf(entry.name), textOf(entry.version));
    if (component) scopes.addComponent(scope, component);
    else scopes.pass("component without a package URL");
  }
}

/** Digest of the image that a bill of materials is about (`pkg:oci/name@sha256:…`). */
function bomDigest(report: Json): string {
  const bom = isObject(report.components) ? report.components : {};
  const metadata = isObject(bom.metadata) ? bom.metadata : {};
  const component = isObject(metadata.component) ? metadata.component : {};
  const version = parsePurl(textOf(component.purl) || textOf(component["bom-ref"]))?.version ?? "";
  return /^sha256:[0-9a-f]{64}$/.test(version) ? version : "";
}

/** Version of the scanner, else of the operator that manages the object. */
export function versionOf(object: Json): string | null {
  const report = isObject(object.report) ? object.report : {};
  const scanner = isObject(report.scanner) ? textOf(report.scanner.version) : "";
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const labels = isObject(metadata.labels) ? metadata.labels : {};
  return scanner || textOf(labels["app.kubernetes.io/version"]) || null;
}

export { timeOf };
