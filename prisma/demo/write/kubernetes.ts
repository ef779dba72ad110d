import { type Cluster, ownerAt, workloadsAt } from "../company/cluster";
import { teamLabel } from "../company/ownership";
import { type Container, tagAt, type Workload } from "../company/workload";
import { exposureObjects } from "./exposure";
import { imageVersion } from "./image-version";
import { base } from "./object";
import { templateOf } from "./operator";
import { podsOf } from "./pods";

/**
 * What `kubectl get nodes,namespaces,deployments,…,pods -A -o json` prints of a cluster so many days ago: nodes,
 * namespaces, service accounts, workloads with the ReplicaSets and Pods they made, Services and Ingresses.
 */
export function kubernetesObjects(cluster: Cluster, ago: number): object[] {
  const workloads = workloadsAt(cluster, ago);
  return [
    ...cluster.nodes.map((node) => nodeObject(cluster, node)),
    ...Object.entries(cluster.namespaces).map(([name, team]) =>
      base("v1", "Namespace", {
        name,
        labels: { "kubernetes.io/metadata.name": name, ...teamLabels(ownerAt(team, ago)) },
      }),
    ),
    ...Object.keys(cluster.namespaces).map((namespace) => serviceAccount(namespace, "default")),
    ...workloads.flatMap((workload) => [
      serviceAccount(workload.namespace, workload.name),
      ...workloadObjects(cluster, workload, ago),
      ...exposureObjects(workload),
    ]),
  ];
}

export const teamLabels = (team: string | null): Record<string, string> => (team ? { [teamLabel]: team } : {});

function serviceAccount(namespace: string, name: string) {
  return base("v1", "ServiceAccount", { name, namespace });
}

function nodeObject(cluster: Cluster, { name, role }: Cluster["nodes"][number]) {
  const labels = {
    "kubernetes.io/hostname": name.split(".")[0] ?? name,
    "kubernetes.io/os": "linux",
    "kubernetes.io/arch": "amd64",
    ...(role === "control-plane" ? { "node-role.kubernetes.io/control-plane": "" } : {}),
  };
  const status = {
    conditions: [
      { type: "MemoryPressure", status: "False" },
      { type: "DiskPressure", status: "False" },
      { type: "PIDPressure", status: "False" },
      { type: "Ready", status: "True" },
    ],
    nodeInfo: {
      kubeletVersion: cluster.kubelet,
      osImage: cluster.nodeOs,
      containerRuntimeVersion: "containerd://1.7.28",
      operatingSystem: "linux",
      architecture: "amd64",
    },
  };
  return base("v1", "Node", { name, labels }, { spec: {}, status });
}

function labelsOf(workload: Workload, ago: number): Record<string, string> {
  const main = workload.containers[0];
  return {
    "app.kubernetes.io/name": workload.name,
    "app.kubernetes.io/instance": workload.name,
    ...(main ? { "app.kubernetes.io/version": tagAt(main, ago) } : {}),
    "app.kubernetes.io/part-of": workload.namespace,
    "app.kubernetes.io/managed-by": "Helm",
    ...teamLabels(workload.team),
  };
}

function workloadObjects(cluster: Cluster, workload: Workload, ago: number): object[] {
  const { kind, name, namespace, replicas } = workload;
  const labels = labelsOf(workload, ago);
  const selector = { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };
  const podLabels = { ...selector, ...teamLabels(workload.team) };
  const spec = {
    serviceAccountName: name,
    containers: workload.containers.map((one) => ({
      name: one.name,
      image: imageVersion(one.image, tagAt(one, ago)).reference,
    })),
  };
  const template = { metadata: { labels: podLabels }, spec };
  if (kind === "CronJob") {
    const job = { schedule: "15 2 * * *", suspend: false, jobTemplate: { spec: { template } } };
    return [base("batch/v1", "CronJob", { name, namespace, labels }, { spec: job })];
  }
  const scale = kind === "DaemonSet" ? {} : { replicas };
  const controller = base(
    "apps/v1",
    kind,
    { name, namespace, labels },
    {
      spec: {
        ...scale,
        selector: { matchLabels: selector },
        template,
        ...(kind === "StatefulSet" ? { serviceName: name } : {}),
      },
    },
  );
  return [
    controller,
    ...(kind === "Deployment" ? [replicaSet(cluster, workload, ago, podLabels, template)] : []),
    ...podsOf(cluster.slug, workload, ago).map((pod) =>
      base(
        "v1",
        "Pod",
        { name: pod.name, namespace, labels: podLabels, ownerReferences: [ownerOf(pod.owner)] },
        {
          spec,
          status: { phase: "Running", containerStatuses: workload.containers.map((one) => containerStatus(one, ago)) },
        },
      ),
    ),
  ];
}

const ownerOf = ({ kind, name }: { kind: string; name: string }) => ({
  apiVersion: "apps/v1",
  kind,
  name,
  controller: true,
});

function replicaSet(cluster: Cluster, workload: Workload, ago: number, labels: object, template: object) {
  const { name, namespace, replicas } = workload;
  const hash = templateOf(cluster.slug, workload, ago);
  const metadata = {
    name: `${name}-${hash}`,
    namespace,
    labels: { ...labels, "pod-template-hash": hash },
    ownerReferences: [ownerOf({ kind: "Deployment", name })],
  };
  return base("apps/v1", "ReplicaSet", metadata, { spec: { replicas, template } });
}

/** A tag that moves could not be pulled again when the registry was away, so no digest is known of it. */
function containerStatus(container: Container, ago: number) {
  const { reference, line, digest, tag } = imageVersion(container.image, tagAt(container, ago));
  const waiting = tag === "latest";
  return {
    name: container.name,
    image: reference,
    imageID: waiting ? "" : `${line.repository}@${digest}`,
    ready: !waiting,
    state: waiting ? { waiting: { reason: "ImagePullBackOff" } } : { running: {} },
  };
}
