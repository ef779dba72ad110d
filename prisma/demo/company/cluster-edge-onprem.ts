import type { Cluster } from "./cluster";
import { workload } from "./workload";

/** Machines in the shops' own rooms; a vendor installed its kiosks there, and nobody knows whose they are. */
export const edgeOnprem: Cluster = {
  slug: "edge-onprem",
  name: "Edge, on premises",
  environment: "production",
  criticality: 1,
  kubelet: "v1.28.9+k3s1",
  nodeOs: "Debian GNU/Linux 12 (bookworm)",
  packages: "1",
  nodes: [
    { name: "edge-rtm-01", role: "control-plane" },
    { name: "edge-rtm-02", role: "worker" },
    { name: "edge-ham-01", role: "worker" },
  ],
  namespaces: {
    stores: null,
    "stock-sync": "data",
    "vendor-kiosk": null,
    monitoring: "platform",
    "kube-system": "platform",
  },
  workloads: [
    workload("stores/pos-gateway", "Deployment 2 usual", ["checkout/pos-gateway 1.2.4"], {
      exposure: "node-port",
      team: "checkout",
    }),
    workload("stores/cart-api", "Deployment 1 usual", ["checkout/cart-api 2.11.0"], { team: "checkout" }),
    workload("stores/price-sync", "CronJob 1 usual", ["checkout/price-sync 0.9.0"], { team: "checkout" }),
    workload("stores/label-printer", "Deployment 1 usual", ["web/label-printer 1.0.3"], { team: "web" }),
    workload("stores/store-redis", "StatefulSet 1 usual", ["docker.io/library/redis 7.0.11-alpine 18:7.4.2-alpine"], {
      team: "checkout",
    }),
    workload("stores/store-db", "StatefulSet 1 usual", ["docker.io/library/postgres 15.4 11:16.9"], {
      team: "checkout",
    }),
    workload("stores/mqtt", "Deployment 1 usual", ["docker.io/library/eclipse-mosquitto 2.0.15"], { team: "platform" }),
    workload("stock-sync/stock-sync", "Deployment 1 usual", ["data/stock-sync 1.1.0"]),
    workload("vendor-kiosk/kiosk-ui", "Deployment 2 poor", ["registry.kioskworks.example/kiosk/ui 4.2"], {
      exposure: "node-port",
    }),
    workload("vendor-kiosk/kiosk-agent", "DaemonSet 3 poor", ["registry.kioskworks.example/kiosk/agent latest"]),
    workload("kube-system/traefik", "Deployment 1 usual", ["docker.io/library/traefik v2.10.1 25:v2.11.2"], {
      exposure: "load-balancer",
    }),
    workload("kube-system/coredns", "Deployment 1 good", ["registry.k8s.io/coredns/coredns v1.10.1"]),
    workload("kube-system/metrics-server", "Deployment 1 good", [
      "registry.k8s.io/metrics-server/metrics-server v0.6.3",
    ]),
    workload("kube-system/local-path-provisioner", "Deployment 1 usual", [
      "docker.io/rancher/local-path-provisioner v0.0.24",
    ]),
    workload("monitoring/prometheus", "StatefulSet 1 good", ["quay.io/prometheus/prometheus v2.45.0"]),
    workload("monitoring/node-exporter", "DaemonSet 3 usual", ["quay.io/prometheus/node-exporter v1.6.0"]),
  ],
};
