import { assetKey } from "../../domain/identity/asset-key";
import type { ResultClass } from "../../domain/vocabulary";
import { isObject, type Json, textOf } from "../trivy/guards";
import { filePath } from "../trivy/misconfiguration";
import { kubernetesObject } from "../trivy/option-asset";
import type { AssetRef } from "../types";

/** What a result is about: an object of a cluster, or of a file. */
export interface Place {
  asset: AssetRef;
  class: ResultClass;
  /** Where on the asset; for subjects of RBAC the roles and bindings that they have. */
  location: string;
  /** Where in a repository; "" when it is not from a file. */
  inFile: string;
  /** The file itself; "" as above. */
  file: string;
}

const rbacKinds = /^(?:Cluster)?Role(?:Binding)?$/;
/** What the host scanner tells of a node, named after the node. */
const hostGroup = /^hostdata\.(?:kubescape|armo)\.cloud$/;
/** What is told of the cluster as a whole: by its cloud, or by its API server. */
const clusterKinds =
  /^(?:ClusterDescribe|\w*DescribeCluster|DescribeRepositories|ListEntitiesForPolicies|PolicyVersion)$|^APIServerInfo$/i;
const cloudGroups = /(?:^|\.)(?:cloud\.google|googleapis|amazonaws|azure)\.com$/;

interface Named {
  group: string;
  kind: string;
  namespace: string;
  name: string;
  owners: { kind: string; name: string; controller?: boolean }[];
  /** `Kind/name` of the objects that make this one up. */
  related: string[];
  file: string;
}

/**
 * The place of an element of `resources` (or of an object of version 1). `id`: its resource id, which is all that is
 * known where the objects were left out. null: nothing names it.
 */
export function placeOf(id: string, resource: Json, namespace: string): Place | null {
  const object = isObject(resource.object) ? resource.object : {};
  const stated = named(object);
  const parsed = idParts(id);
  const kind = stated.kind || parsed?.kind || "";
  const name = stated.name || parsed?.name || "";
  if (kind === "" || name === "") return null;
  const related = stated.related.length > 0 ? stated.related : (parsed?.related ?? []);
  const source = isObject(resource.source) ? resource.source : {};
  const file = [source.relativePath, source.path, object.sourcePath].map(textOf).find((path) => path !== "") ?? "";
  return made({
    ...{ kind, name, related, file, owners: stated.owners, group: stated.group || (parsed?.group ?? "") },
    namespace: stated.namespace || parsed?.namespace || namespace,
  });
}

function made({ group, kind, namespace, name, owners, related, file }: Named): Place {
  const isCluster = clusterKinds.test(kind) || cloudGroups.test(group);
  const isHost = hostGroup.test(group);
  const asset: AssetRef = isCluster
    ? { kind: "cluster" }
    : kubernetesObject(isHost ? "Node" : kind, namespace, name, owners);
  const onRbac = rbacKinds.test(kind) || related.some((one) => rbacKinds.test(one.split("/")[0] ?? ""));
  const whole = asset.kind === "node" || asset.kind === "cluster";
  const location = onRbac && related.length > 0 ? `rbac:${[...related].sort().join("+")}` : "object";
  const inside = location === "object" ? "" : `#${location}`;
  const folded =
    "name" in asset && asset.kind === "workload" ? `${asset.workloadKind}/${asset.name}` : `${kind}/${name}`;
  return {
    asset,
    file,
    class: onRbac ? "rbac" : whole ? "infra" : "misconfiguration",
    location,
    inFile: `${file === "" ? "" : `${filePath(file)}#`}${folded.replace(/^[^/]+/, (k) => k.toLowerCase())}${inside}`,
  };
}

/** Names in an object; objects that Kubescape made up itself have them on the outermost level. */
function named(object: Json): Omit<Named, "file"> {
  const metadata = isObject(object.metadata) ? object.metadata : {};
  const version = textOf(object.apiVersion);
  const related = Array.isArray(object.relatedObjects) ? object.relatedObjects.filter(isObject) : [];
  const owners = Array.isArray(metadata.ownerReferences) ? metadata.ownerReferences.filter(isObject) : [];
  return {
    group: version.includes("/") ? (version.split("/")[0] ?? "") : textOf(object.apiGroup),
    kind: textOf(object.kind),
    namespace: textOf(metadata.namespace) || textOf(object.namespace),
    name: textOf(metadata.name) || textOf(object.name),
    owners: owners
      .map((owner) => ({ kind: textOf(owner.kind), name: textOf(owner.name), ...controllerOf(owner) }))
      .filter((owner) => owner.kind !== "" && owner.name !== ""),
    related: related.map(nameOf).filter((one) => one !== ""),
  };
}

const controllerOf = (owner: Json) => (typeof owner.controller === "boolean" ? { controller: owner.controller } : {});

function nameOf(object: Json): string {
  const { kind, name } = named({ ...object, relatedObjects: [] });
  return kind === "" || name === "" ? "" : `${kind}/${name}`;
}

/** In front of the id of an object from a file. */
const fromFile = /(?:^|\/)path=\d+\/api=/;
export const isFileId = (id: string) => fromFile.test(id);

type Part = Pick<Named, "group" | "namespace" | "kind" | "name"> & { versioned: boolean };

/**
 * Reads a resource id: `apps/v1/NAMESPACE/Deployment/NAME`, `/v1//Namespace/NAME`, of nodes and clouds
 * `GROUP/v1/Kind/NAME`, from files with `path=HASH/api=` in front. What is made up of several is the ids of all of them
 * in the order of the alphabet, its own without a version: `[GROUP]/NAMESPACE/Kind/NAME`. null: it isn't one.
 */
export function idParts(id: string): Omit<Named, "file" | "owners"> | null {
  const steps = id.replace(/(^|\/)path=\d+\/api=/g, "$1").split("/");
  const parts: Part[] = [];
  for (let at = 0; at + 3 < steps.length; ) {
    const group = steps[at] ?? "";
    const versioned = /^v\d/.test(steps[at + 1] ?? "");
    const alone = versioned && (steps.length - at === 4 || hostGroup.test(group) || cloudGroups.test(group));
    const rest = at + (versioned ? 2 : 1);
    const [namespace = "", kind = "", name = ""] = alone
      ? ["", ...steps.slice(rest, rest + 2)]
      : steps.slice(rest, rest + 3);
    parts.push({ group, namespace, kind, name, versioned });
    at = rest + (alone ? 2 : 3);
  }
  const own = parts.find((part) => !part.versioned) ?? parts[0];
  if (!own || own.kind === "" || own.name === "") return null;
  const others = parts.filter((part) => part !== own && part.kind !== "" && part.name !== "");
  const { group, namespace, kind, name } = own;
  return { group, namespace, kind, name, related: others.map((part) => `${part.kind}/${part.name}`) };
}

/** An asset in the words of messages. */
export const labelOf = (asset: AssetRef) => assetKey(asset).replace(/^workload\//, "");

/** Key by which places are the same scope. */
export const scopeKey = (place: Place) => `${place.class}\n${assetKey(place.asset)}`;
