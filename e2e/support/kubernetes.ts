import { digestOf } from "./trivy";

export interface Workload {
  namespace: string;
  name: string;
  /** Reference with its tag. */
  image: string;
  exposed?: boolean;
}

let uid = 0;
const metadata = (name: string, namespace?: string) => ({
  name,
  ...(namespace ? { namespace } : {}),
  uid: `00000000-0000-4000-8000-${String(++uid).padStart(12, "0")}`,
  creationTimestamp: "2026-01-01T00:00:00Z",
});

/** What `kubectl get nodes,namespaces,deployments,pods,services -A -o json` answers for a small cluster. */
export function kubernetesList(node: string, workloads: readonly Workload[]): object {
  const namespaces = [...new Set(workloads.map((one) => one.namespace))];
  return {
    apiVersion: "v1",
    kind: "List",
    items: [
      { apiVersion: "v1", kind: "Node", metadata: metadata(node), spec: {}, status: { conditions: [] } },
      ...namespaces.map((name) => ({ apiVersion: "v1", kind: "Namespace", metadata: metadata(name), status: {} })),
      ...workloads.flatMap(objectsOf),
    ],
  };
}

function objectsOf({ namespace, name, image, exposed }: Workload): object[] {
  const labels = { app: name };
  const containers = [{ name: "main", image }];
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { ...metadata(name, namespace), labels },
    spec: { replicas: 1, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    status: { readyReplicas: 1 },
  };
  const repository = image.replace(/:[^:/]+$/, "");
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...metadata(`${name}-7f9c6d5b8-x2k4m`, namespace),
      labels: { ...labels, "pod-template-hash": "7f9c6d5b8" },
      ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: `${name}-7f9c6d5b8`, controller: true }],
    },
    spec: { containers },
    status: {
      phase: "Running",
      containerStatuses: [{ name: "main", image, imageID: `${repository}@${digestOf(image)}`, state: { running: {} } }],
    },
  };
  const service = {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(name, namespace),
    spec: { type: "LoadBalancer", selector: labels, ports: [{ port: 443 }] },
    status: { loadBalancer: { ingress: [{ ip: "203.0.113.10" }] } },
  };
  return exposed ? [deployment, pod, service] : [deployment, pod];
}
