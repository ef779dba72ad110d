import { severityOf } from "../../../domain/severity/normalise";
import type { AssetRef } from "../../types";
import type { Draft } from "../draft";
import { clip, isObject, type Json, listAt, mustBeObject, objectAt, textOf } from "../guards";
import { kubernetesObject } from "../option-asset";
import type { Scope, Scopes } from "../scopes";
import { reportedCheck } from "./entries";

/** Kinds that the operator scans, by the lower-case prefix of its names (`replicaset-nginx-6d4cf56db6`). */
const kinds = new Map(
  (
    "Pod ReplicaSet ReplicationController Deployment StatefulSet DaemonSet CronJob Job Service ConfigMap Role RoleBinding " +
    "NetworkPolicy Ingress ResourceQuota LimitRange ClusterRole ClusterRoleBinding CustomResourceDefinition Node " +
    "Namespace ServiceAccount"
  )
    .split(" ")
    .map((kind) => [kind.toLowerCase(), kind]),
);

/** A name that is no label value is replaced by a hash in the name of its report, and can't be told from it. */
const hashed = /^[4-9bcdf]{5,10}$/;

/** `kube-system/daemonset-kube-proxy`, `/clusterrole-admin` → the asset; null where the target doesn't say. */
export function targetAsset(target: string): AssetRef | null {
  const match = /^([^/]*)\/([a-z]+)-(.+)$/.exec(target);
  const kind = match && kinds.get(match[2] ?? "");
  const name = match?.[3] ?? "";
  if (!kind || (/Role/.test(kind) && hashed.test(name))) return null;
  return kubernetesObject(kind, match[1] ?? "", name);
}

/** Framework of a compliance report: `cis`, `nsa`, `k8s-cis-1.23`. */
export function frameworkOf(object: Json, where: string): string {
  const spec = objectAt(object, "spec", where) ?? {};
  const compliance = isObject(spec.compliance) ? textOf(spec.compliance.id) : "";
  const type = isObject(object.report) && isObject(object.report.type) ? textOf(object.report.type.name) : "";
  const name = isObject(object.metadata) ? textOf(object.metadata.name) : "";
  return compliance || type.replace(/-details$/, "") || name.replace(/-details$/, "") || "compliance";
}

/** Where the checks of a compliance report go. */
interface Into {
  scopes: Scopes;
  scope: Scope;
  framework: string;
}

/** A ClusterComplianceReport: failed checks in detail, or only how many failed for each control. */
export function complianceReport(object: Json, into: Into, where: string): void {
  const status = objectAt(object, "status", where) ?? {};
  const detail = objectAt(status, "detailReport", `${where}.status`);
  if (!detail) {
    const summary = objectAt(status, "summaryReport", `${where}.status`) ?? status;
    const controls = listAt(summary, "controlCheck", `${where}.status.summaryReport`);
    const failed = controls.filter((c) => isObject(c) && (isCount(c.totalFail) || isCount(c.failTotal))).length;
    into.scope.notAll(controls.length > 0 ? "a summary without details" : "not run yet");
    into.scopes.pass("failed control of a summary, without details", failed);
    into.scopes.pass("passed or manual control of a summary", controls.length - failed);
    return;
  }
  const at = `${where}.status.detailReport`;
  let failedControls = 0;
  for (const [index, value] of listAt(detail, "results", at).entries()) {
    const control = mustBeObject(value, `${at}.results[${index}]`);
    if (addControl(control, into, `${at}.results[${index}]`)) failedControls++;
  }
  const stated = objectAt(status, "summary", `${where}.status`)?.failCount;
  if (typeof stated === "number" && stated > failedControls) {
    into.scope.notAll(`details of ${failedControls} of ${stated} failed controls`);
  }
}

const isCount = (value: unknown) => typeof value === "number" && value > 0;

function addControl(control: Json, into: Into, where: string): boolean {
  let failed = false;
  for (const [index, value] of listAt(control, "checks", where).entries()) {
    const check = mustBeObject(value, `${where}.checks[${index}]`);
    if (check.success === true) {
      into.scopes.pass("passed check");
      continue;
    }
    failed = true;
    addFailed(check, control, textOf(check.target), targetAsset(textOf(check.target)), into);
  }
  return failed;
}

/** A ClusterComplianceDetailReport (before 0.10). */
export function complianceDetail(report: Json, into: Into, where: string): void {
  for (const [index, value] of listAt(report, "controlCheck", where).entries()) {
    const at = `${where}.controlCheck[${index}]`;
    const control = mustBeObject(value, at);
    for (const [i, result] of listAt(control, "checkResults", at).entries()) {
      addDetails(mustBeObject(result, `${at}.checkResults[${i}]`), control, into, `${at}.checkResults[${i}]`);
    }
  }
}

function addDetails(result: Json, control: Json, into: Into, where: string): void {
  for (const [index, value] of listAt(result, "details", where).entries()) {
    const detail = mustBeObject(value, `${where}.details[${index}]`);
    const status = textOf(detail.status).toUpperCase();
    if (status !== "FAIL") {
      into.scopes.pass(status === "PASS" ? "passed check" : "check that is not assessed");
      continue;
    }
    const target = `${textOf(detail.namespace)}/${textOf(detail.name)}`;
    const check = {
      checkID: result.id,
      severity: control.severity,
      title: control.name,
      remediation: result.remediation,
    };
    addFailed({ ...check, messages: [detail.msg] }, control, target, targetAsset(target), into);
  }
}

/** A failed check on the object that its target names; where it names none, on the cluster, located by its target. */
function addFailed(check: Json, control: Json, target: string, asset: AssetRef | null, into: Into): void {
  const named = `${into.framework}:${textOf(control.id)}`;
  const mapped = reportedCheck(check);
  const draft = "skip" in mapped ? controlDraft(check, control, named) : mapped;
  draft.rule.controls = [named];
  if (textOf(check.severity) === "") draft.severity = severityOf(textOf(control.severity));
  if (asset) draft.asset = asset;
  else if (target.length > 1) draft.location = `target:${clip(target, 300)}`;
  into.scopes.add(into.scope, draft);
}

/** A failure that belongs to no check: the control itself is the rule. */
function controlDraft(check: Json, control: Json, named: string): Draft {
  const word = textOf(check.severity);
  const description = textOf(control.description);
  return {
    rule: {
      id: `trivy:${named}`,
      title: clip(textOf(control.name) || named, 500),
      ...(description ? { description: clip(description, 8000) } : {}),
      kind: "compliance",
    },
    location: "object",
    severity: severityOf(word || textOf(control.severity)),
    rawSeverity: word || null,
    fixState: "available",
    rawCount: 1,
    evidence: {},
  };
}
