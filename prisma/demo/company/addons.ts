import { type Workload, workload } from "./workload";

/** What runs in most clusters beside the company's own: path, kind, how well it is set up, image. */
const known: Readonly<Record<string, readonly [path: string, kind: string, care: string, image: string]>> = {
  coredns: ["kube-system/coredns", "Deployment 2", "good", "registry.k8s.io/coredns/coredns"],
  "kube-proxy": ["kube-system/kube-proxy", "DaemonSet *", "poor", "registry.k8s.io/kube-proxy"],
  "metrics-server": [
    "kube-system/metrics-server",
    "Deployment 1",
    "good",
    "registry.k8s.io/metrics-server/metrics-server",
  ],
  "external-dns": ["kube-system/external-dns", "Deployment 1", "usual", "registry.k8s.io/external-dns/external-dns"],
  "fluent-bit": ["kube-system/fluent-bit", "DaemonSet *", "usual", "docker.io/fluent/fluent-bit"],
  "cert-manager": ["cert-manager/cert-manager", "Deployment 1", "good", "quay.io/jetstack/cert-manager-controller"],
  prometheus: ["monitoring/prometheus", "StatefulSet 1", "good", "quay.io/prometheus/prometheus"],
  grafana: ["monitoring/grafana", "Deployment 1", "usual", "docker.io/grafana/grafana"],
  "node-exporter": ["monitoring/node-exporter", "DaemonSet *", "usual", "quay.io/prometheus/node-exporter"],
  "kube-state-metrics": [
    "monitoring/kube-state-metrics",
    "Deployment 1",
    "good",
    "registry.k8s.io/kube-state-metrics/kube-state-metrics",
  ],
  "ingress-nginx-controller": [
    "ingress-nginx/ingress-nginx-controller",
    "Deployment 2",
    "usual",
    "registry.k8s.io/ingress-nginx/controller",
  ],
  "local-path-provisioner": [
    "kube-system/local-path-provisioner",
    "Deployment 1",
    "usual",
    "docker.io/rancher/local-path-provisioner",
  ],
};

/**
 * @param nodes that daemons run on
 * @param lines each a name and its tags: `prometheus v2.54.1 19:v3.5.0`
 */
export function addons(nodes: number, ...lines: string[]): Workload[] {
  return lines.map((line) => {
    const [name = "", ...tags] = line.split(" ");
    const [path, kind, care, image] = known[name] ?? [];
    if (!path || !kind || !image) throw new Error(`no add-on ${name}`);
    const exposure = name === "ingress-nginx-controller" ? "load-balancer" : null;
    return workload(path, `${kind.replace("*", String(nodes))} ${care}`, [`${image} ${tags.join(" ")}`], { exposure });
  });
}
