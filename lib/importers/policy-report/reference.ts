import { assetKey } from "../../domain/identity/asset-key";
import { isObject, type Json, textOf } from "../trivy/guards";
import { targetAsset } from "../trivy/operator/compliance";
import { isWorkloadKind, kubernetesObject } from "../trivy/option-asset";
import type { AssetRef, ImportOptions } from "../types";

/** Kinds without a namespace, wherever they are reported. */
const clusterScoped =
  /^(?:Node|Namespace|ClusterRole(?:Binding)?|PersistentVolume|StorageClass|CustomResourceDefinition|APIService|CSI(?:Driver|Node)|IngressClass|PriorityClass|RuntimeClass|CertificateSigningRequest|(?:Validating|Mutating)(?:WebhookConfiguration|AdmissionPolicy(?:Binding)?)|FlowSchema|PriorityLevelConfiguration|VolumeAttachment)$/;

/** `PolicyReport` and `Report` lie in a namespace, the others don't. */
export const isClusterWide = (report: Json) => textOf(report.kind).startsWith("Cluster");

export function namespaceOf(report: Json, options: ImportOptions): string {
  const metadata = isObject(report.metadata) ? report.metadata : {};
  return isClusterWide(report) ? "" : textOf(metadata.namespace) || (options.namespace ?? "");
}

/** The asset that an object reference names; null when it has no kind or name. */
function referenced(reference: Json, namespace: string): AssetRef | null {
  const kind = textOf(reference.kind);
  const name = textOf(reference.name);
  if (name === "") return null;
  // Of the operator's compliance reports: `default/replicaset-web-6d4cf56db6`.
  if (kind === "") return targetAsset(name);
  return kubernetesObject(kind, textOf(reference.namespace) || (clusterScoped.test(kind) ? "" : namespace), name);
}

/** What a report is about, whatever its results are: the object of its scope, else its owner; null: of neither. */
export function subjectOf(report: Json, namespace: string): AssetRef | null {
  const scope = isObject(report.scope) ? referenced(report.scope, namespace) : null;
  if (scope) return scope;
  const metadata = isObject(report.metadata) ? report.metadata : {};
  const owners = Array.isArray(metadata.ownerReferences) ? metadata.ownerReferences.filter(isObject) : [];
  const kind = textOf(owners[0]?.kind);
  // Other owners are what made the report.
  if (!owners[0] || owners.length > 1 || !(isWorkloadKind(kind) || clusterScoped.test(kind))) return null;
  return referenced({ ...owners[0], namespace: "" }, namespace);
}

/** What one result is about: `resources` (v1alpha1, v1alpha2) or `subjects`; with the names that tell no kind. */
export function subjectsOf(result: Json, namespace: string): { assets: AssetRef[]; names: string[] } {
  const assets = new Map<string, AssetRef>();
  const names: string[] = [];
  for (const list of [result.resources, result.subjects, [result.resource]]) {
    for (const reference of Array.isArray(list) ? list.filter(isObject) : []) {
      const asset = referenced(reference, namespace);
      if (asset) assets.set(assetKey(asset), asset);
      else if (textOf(reference.name)) names.push(textOf(reference.name));
    }
  }
  return { assets: [...assets.values()], names };
}
