import type { Cluster } from "./cluster";
import { workload } from "./workload";

/** What comes next, on machines that the platform team runs itself. */
export const staging: Cluster = {
  slug: "staging",
  name: "Staging",
  environment: "staging",
  criticality: 0.3,
  kubelet: "v1.32.5",
  nodeOs: "Debian GNU/Linux 12 (bookworm)",
  packages: "3",
  nodes: [
    { name: "stg-cp-1", role: "control-plane" },
    { name: "stg-worker-1", role: "worker" },
    { name: "stg-worker-2", role: "worker" },
  ],
  namespaces: {
    "checkout-staging": "checkout",
    "payments-staging": "payments",
    "storefront-staging": "web",
    "data-staging": "data",
    "ingress-nginx": "platform",
    monitoring: "platform",
    "kube-system": "platform",
  },
  workloads: [
    workload("checkout-staging/cart-api", "Deployment 1 good", ["checkout/cart-api 2.14.0 24:2.15.1 10:2.16.0-rc.1"]),
    workload("checkout-staging/checkout-api", "Deployment 1 good", ["checkout/checkout-api 5.3.1 31:5.4.0"]),
    workload("checkout-staging/pricing", "Deployment 1 good", ["checkout/pricing 1.9.4 17:1.10.0-rc.2"]),
    workload("checkout-staging/promo-engine", "Deployment 1 usual", ["checkout/promo-engine 0.9.0-rc.3"]),
    workload("checkout-staging/order-worker", "Deployment 1 good", ["checkout/order-worker 3.1.0 38:3.2.0"]),
    workload("checkout-staging/cart-redis", "StatefulSet 1 usual", ["docker.io/library/redis 7.4.2-alpine"]),
    workload("payments-staging/payments-api", "Deployment 1 good", ["payments/payments-api 8.0.2 17:8.1.0"]),
    workload("payments-staging/payment-webhooks", "Deployment 1 good", ["payments/webhooks 2.2.0 10:2.3.0-rc.1"]),
    workload("payments-staging/ledger", "Deployment 1 good", ["payments/ledger 4.6.0 31:4.7.1"]),
    workload("payments-staging/payments-db", "StatefulSet 1 usual", ["docker.io/library/postgres 16.9"]),
    workload("storefront-staging/storefront", "Deployment 1 good", ["web/storefront 3.9.2 10:4.0.0"], {
      exposure: "ingress",
    }),
    workload("storefront-staging/account-web", "Deployment 1 good", ["web/account 2.2.5 10:2.3.0"]),
    workload("storefront-staging/search-api", "Deployment 1 good", ["web/search-api 5.1.3 10:5.2.0"]),
    workload("storefront-staging/loyalty", "Deployment 1 usual", ["web/loyalty 0.4.1"], { until: 9 }),
    workload("data-staging/airflow-scheduler", "Deployment 1 usual", ["data/airflow 2.7.3-2 24:2.10.3-1"]),
    workload("data-staging/feature-store", "Deployment 1 usual", ["data/feature-store 2.1.0 17:2.2.0-rc.1"]),
    workload(
      "ingress-nginx/ingress-nginx-controller",
      "Deployment 1 usual",
      ["registry.k8s.io/ingress-nginx/controller v1.12.1 31:v1.13.3"],
      { exposure: "node-port" },
    ),
    workload("kube-system/coredns", "Deployment 2 good", ["registry.k8s.io/coredns/coredns v1.12.0"]),
    workload("kube-system/kube-proxy", "DaemonSet 3 poor", ["registry.k8s.io/kube-proxy v1.33.1"]),
    workload("kube-system/metrics-server", "Deployment 1 good", [
      "registry.k8s.io/metrics-server/metrics-server v0.8.0",
    ]),
    workload("monitoring/prometheus", "StatefulSet 1 good", ["quay.io/prometheus/prometheus v3.5.0"]),
    workload("monitoring/node-exporter", "DaemonSet 3 usual", ["quay.io/prometheus/node-exporter v1.8.2 24:v1.9.1"]),
  ],
};
