import type { AssetRef, ImageRef, ImportOptions } from "../../types";
import { isObject, type Json, objectAt, textOf } from "../guards";
import { imageOf, isWorkloadKind, kubernetesObject } from "../option-asset";

/** What the labels of a report say about the object that was scanned. */
export interface Subject {
  kind: string;
  namespace: string;
  name: string;
  container: string;
  asset: AssetRef | null;
}

/**
 * The scanned object, from labels and annotations of any generation (`trivy-operator.resource.kind`,
 * `starboard.resource.kind`, `imgvuln.resource.kind`). Names that are no valid label value stand in an annotation or
 * only in the owner reference; the label has a hash of them then.
 */
export function subjectOf(object: Json, options: ImportOptions, where: string): Subject {
  const metadata = objectAt(object, "metadata", where) ?? {};
  const marks = [metadata.labels, metadata.annotations].filter(isObject);
  const mark = (suffix: string) => {
    for (const of of marks) for (const key of Object.keys(of)) if (key.endsWith(suffix)) return textOf(of[key]);
    return "";
  };
  const owners = ownersOf(metadata);
  const kind = mark(".resource.kind") || (owners[0]?.kind ?? "");
  const name = mark(".resource.name") || (owners.find((o) => o.kind === kind)?.name ?? owners[0]?.name ?? "");
  const namespace = mark(".resource.namespace") || textOf(metadata.namespace) || (options.namespace ?? "");
  const container = mark(".container.name");
  const above = owners.filter((owner) => owner.kind !== kind);
  const asset = kind === "" || name === "" ? null : kubernetesObject(kind, namespace, name, above);
  return { kind, namespace, name, container, asset };
}

function ownersOf(metadata: Json): { kind: string; name: string; controller?: boolean }[] {
  if (!Array.isArray(metadata.ownerReferences)) return [];
  return metadata.ownerReferences.filter(isObject).flatMap((owner) => {
    const kind = textOf(owner.kind);
    const name = textOf(owner.name);
    const controller = typeof owner.controller === "boolean" ? { controller: owner.controller } : {};
    return kind && name ? [{ kind, name, ...controller }] : [];
  });
}

/** Where the image of a report runs; null when the subject is no workload. */
export function runnerOf(subject: Subject): (AssetRef & { kind: "workload" }) | null {
  return isWorkloadKind(subject.kind) && subject.asset?.kind === "workload" ? subject.asset : null;
}

/** The image of a report's `artifact` and `registry`; null when they name no version of one. */
export function reportImage(report: Json, where: string, digest = ""): ImageRef | null {
  const artifact = objectAt(report, "artifact", where) ?? {};
  const server = textOf(objectAt(report, "registry", where)?.server);
  const repository = textOf(artifact.repository);
  if (repository === "") return null;
  const tag = textOf(artifact.tag);
  const stated = textOf(artifact.digest) || digest;
  const name = server === "" || repository.startsWith(`${server}/`) ? repository : `${server}/${repository}`;
  // An image that was deployed by digest has it for a tag in some versions.
  const version = tag.startsWith("sha256:") ? `@${tag}` : `${tag && `:${tag}`}${stated && `@${stated}`}`;
  return imageOf(name + version);
}

/** `default/replicaset-nginx-6d4cf56db6-nginx`, for messages. */
export function objectName(object: Json): string {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  return [textOf(metadata.namespace), textOf(metadata.name)].filter(Boolean).join("/");
}
