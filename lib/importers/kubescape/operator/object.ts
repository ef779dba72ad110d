import { isObject, type Json, textOf } from "../../trivy/guards";

/** What an object of the operator's storage holds, by its kind; null: nothing that is a finding. */
export function contentOf(object: Json): "configuration" | "vulnerabilities" | null {
  const ours = textOf(object.apiVersion).startsWith("spdx.softwarecomposition.kubescape.io/");
  const kind = textOf(object.kind);
  // The items of a typed list may come without either.
  if (!ours && (kind !== "" || textOf(object.apiVersion) !== "")) return null;
  const spec = isObject(object.spec) ? object.spec : {};
  if (kind === "WorkloadConfigurationScan" || (kind === "" && isObject(spec.controls))) return "configuration";
  if (kind === "VulnerabilityManifest" || (kind === "" && isObject(spec.payload))) return "vulnerabilities";
  return null;
}

/** A label or annotation `kubescape.io/NAME`; "" when there is none. */
export function mark(object: Json, name: string): string {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  for (const marks of [metadata.labels, metadata.annotations]) {
    const text = isObject(marks) ? textOf(marks[`kubescape.io/${name}`]) : "";
    if (text !== "") return text;
  }
  return "";
}

/** The object that a report is about, by its labels, else by its address `wlid://cluster-C/namespace-N/KIND-NAME`. */
export function subjectOf(object: Json): { apiVersion: string; kind: string; namespace: string; name: string } {
  const wlid = /^wlid:\/\/cluster-[^/]*\/namespace-([^/]*)\/([^-/]+)-(.+)$/.exec(mark(object, "wlid"));
  const group = mark(object, "workload-api-group");
  return {
    apiVersion: `${group === "" ? "" : `${group}/`}${mark(object, "workload-api-version") || "v1"}`,
    kind: mark(object, "workload-kind") || kindOf(wlid?.[2] ?? ""),
    namespace: mark(object, "workload-namespace") || (wlid?.[1] ?? ""),
    name: mark(object, "workload-name") || (wlid?.[3] ?? ""),
  };
}

/** Addresses have kinds in lower case. */
const kinds = "Deployment StatefulSet DaemonSet ReplicaSet CronJob Job Pod Node Namespace ServiceAccount Service".split(
  " ",
);
const kindOf = (lower: string) => kinds.find((kind) => kind.toLowerCase() === lower.toLowerCase()) ?? lower;
