import { foldController } from "../../domain/identity/controller-name";
import { parseImageReference } from "../../domain/identity/image-reference";
import { type AssetRef, type ImageRef, ImportError, type ImportOptions } from "../types";

/** An image version by its reference; null when it is none, or names no version. */
export function imageOf(text: string, imageId = ""): ImageRef | null {
  const name = parseImageReference(text);
  if (!name || (name.tag === undefined && name.digests.length === 0 && imageId === "")) return null;
  return {
    kind: "image",
    repository: name.repository,
    ...(name.tag === undefined ? {} : { tag: name.tag }),
    ...(name.digests.length > 0 ? { digests: name.digests } : {}),
    ...(imageId ? { imageId } : {}),
  };
}

/** The caller's `--image`; ImportError when it is not an image reference with a tag or digest. */
export function optionImage(options: ImportOptions): ImageRef | null {
  if (!options.image) return null;
  const image = imageOf(options.image);
  if (!image) throw new ImportError("malformed", "--image expects a reference with a tag or digest", options.image);
  return image;
}

/** The caller's `--asset KIND/NAMESPACE/NAME` (`Deployment/shop/web`, `node//worker-1`); ImportError when it isn't one. */
export function optionAsset(options: ImportOptions): AssetRef | null {
  if (!options.asset) return null;
  const [kind = "", namespace = "", ...rest] = options.asset.split("/");
  const name = rest.join("/");
  const expected = new ImportError("malformed", "--asset expects KIND/NAMESPACE/NAME", options.asset);
  if (/^cluster$/i.test(kind)) return { kind: "cluster" };
  if (kind === "" || name === "") throw expected;
  switch (kind.toLowerCase()) {
    case "image": {
      const image = imageOf(name);
      if (!image) throw expected;
      return image;
    }
    case "node":
    case "namespace":
    case "repository":
    case "registry":
      return { kind: kind.toLowerCase() as "node", name };
    case "serviceaccount":
    case "service_account":
      return { kind: "service_account", namespace, name };
    default:
      return kubernetesObject(kind, namespace, name);
  }
}

/** Controllers and Pods; anything else of a cluster is an object. */
const workloads = new Set(
  "Deployment ReplicaSet ReplicationController StatefulSet DaemonSet CronJob Job Pod DeploymentConfig Rollout".split(
    " ",
  ),
);

export function isWorkloadKind(kind: string): boolean {
  return workloads.has(kind);
}

/** The asset that an object of a cluster is, folded to its controller. */
export function kubernetesObject(
  kind: string,
  namespace: string,
  name: string,
  owners: { kind: string; name: string; controller?: boolean }[] = [],
): AssetRef {
  switch (kind) {
    case "Node":
    case "NodeInfo":
    case "NodeComponents":
      return { kind: "node", name };
    case "Namespace":
      return { kind: "namespace", name };
    case "ServiceAccount":
      return { kind: "service_account", namespace, name };
    case "Cluster":
    case "ClusterInfo":
    case "ControlPlaneComponents":
      return { kind: "cluster" };
  }
  if (!workloads.has(kind)) return { kind: "workload", namespace, workloadKind: kind, name, object: true };
  const folded = foldController(kind, name, owners);
  return { kind: "workload", namespace, workloadKind: folded.kind, name: folded.name };
}
