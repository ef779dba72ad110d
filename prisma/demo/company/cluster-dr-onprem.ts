import { addons } from "./addons";
import { type Cluster, machines } from "./cluster";
import { workload } from "./workload";

/** Where the shop goes when its cloud is away. Its scanners' account expired 47 days ago: all that is known is old. */
export const drOnprem: Cluster = {
  slug: "dr-onprem",
  name: "Disaster recovery",
  environment: "recovery",
  criticality: 0.5,
  kubelet: "v1.30.8+rke2r1",
  nodeOs: "SUSE Linux Enterprise Server 15 SP6",
  nodes: machines("dr-cp-1", "dr-node-1", "dr-node-2"),
  namespaces: {
    checkout: "checkout",
    payments: "payments",
    storefront: "web",
    "kube-system": "platform",
  },
  workloads: [
    workload("checkout/cart-api", "Deployment 1 good", ["checkout/cart-api 2.14.0"]),
    workload("checkout/checkout-api", "Deployment 1 good", ["checkout/checkout-api 5.3.1"]),
    workload("checkout/order-worker", "Deployment 1 good", ["checkout/order-worker 3.1.0"]),
    workload("payments/payments-api", "Deployment 1 good", ["payments/payments-api 8.0.2"]),
    workload("payments/ledger", "Deployment 1 good", ["payments/ledger 4.6.0"]),
    workload("payments/payments-db", "StatefulSet 1 usual", ["docker.io/library/postgres 15.4"]),
    workload("storefront/storefront", "Deployment 1 good", ["web/storefront 3.9.2"]),
    workload("storefront/account-web", "Deployment 1 good", ["web/account 2.2.5"]),
    ...addons(3, "coredns v1.12.0", "kube-proxy v1.28.9", "metrics-server v0.6.3"),
  ],
};
