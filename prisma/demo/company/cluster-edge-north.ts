import { addons } from "./addons";
import { type Cluster, machines } from "./cluster";
import { workload } from "./workload";

/** New shops in the north: their inventory has come for three weeks, and nobody has scanned anything yet. */
export const edgeNorth: Cluster = {
  slug: "edge-north",
  name: "Edge, north",
  environment: "production",
  criticality: 1,
  kubelet: "v1.32.4+k3s1",
  nodeOs: "Debian GNU/Linux 12 (bookworm)",
  nodes: machines("edge-osl-01", "edge-cph-01"),
  namespaces: { stores: "stores", "kube-system": "stores" },
  workloads: [
    workload("stores/till-gateway", "Deployment 2 usual", ["stores/till-gateway 1.10.0"], { exposure: "node-port" }),
    workload("stores/loyalty-cards", "Deployment 1 usual", ["stores/loyalty-cards 2.2.0"]),
    workload("stores/shelf-labels", "Deployment 1 usual", ["stores/shelf-labels 0.9.1"]),
    workload("stores/opening-hours", "CronJob 1 usual", ["stores/opening-hours 1.0.0"]),
    workload("stores/store-redis", "StatefulSet 1 usual", ["docker.io/library/redis 7.4.3-alpine"]),
    ...addons(2, "coredns v1.12.1", "local-path-provisioner v0.0.31"),
  ],
};
