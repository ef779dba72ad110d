/** Names a thing without saying what the database calls it. Cluster comes from the request, never from a file. */
export type AssetRef =
  | { kind: "cluster" }
  | { kind: "node"; name: string }
  | { kind: "namespace"; name: string }
  /** `workloadKind` is the controller after folding (Deployment, StatefulSet, DaemonSet, CronJob, Job, Pod, …). */
  | { kind: "workload"; namespace: string; workloadKind: string; name: string }
  | { kind: "service_account"; namespace: string; name: string }
  /** Any other object of a cluster that a check can be about (Role, ClusterRole, Service, ConfigMap, …). */
  | { kind: "workload"; namespace: string; workloadKind: string; name: string; object: true }
  | ImageRef
  | { kind: "repository"; name: string }
  | { kind: "registry"; name: string };

/** One version of an image. At least one of tag, digests must be there; a tag alone is provisional. */
export type ImageRef = {
  kind: "image";
  /** Normalised repository with registry: `docker.io/library/nginx`, `registry.k8s.io/kube-proxy`. */
  repository: string;
  tag?: string;
  /** `sha256:…` values: manifest or index digests, best first. All are aliases of one asset. */
  digests?: string[];
  /** Image config digest (image id); an alias too. */
  imageId?: string;
};
