import type { Cluster } from "./cluster";
import { workload } from "./workload";

/** The shop, well kept: on a cloud's managed Kubernetes. */
export const checkoutProd: Cluster = {
  slug: "checkout-prod",
  name: "Checkout production",
  environment: "production",
  criticality: 1,
  kubelet: "v1.33.4-eks-99d6cc0",
  nodeOs: "Amazon Linux 2023.8.20250915",
  nodes: ["ip-10-20-1-17", "ip-10-20-1-94", "ip-10-20-2-41", "ip-10-20-3-8"].map((name) => ({
    name: `${name}.eu-west-1.compute.internal`,
    role: "worker",
  })),
  namespaces: {
    checkout: "checkout",
    payments: "payments",
    storefront: "web",
    "ingress-nginx": "platform",
    "cert-manager": "platform",
    monitoring: "platform",
    "kube-system": "platform",
  },
  workloads: [
    workload("checkout/cart-api", "Deployment 3 good", ["checkout/cart-api 2.14.0 20:2.15.1"], { exposure: "ingress" }),
    workload(
      "checkout/checkout-api",
      "Deployment 3 good",
      ["checkout/checkout-api 5.3.1 27:5.4.0", "platform/log-shipper 1.6.0"],
      { exposure: "ingress" },
    ),
    workload("checkout/pricing", "Deployment 2 good", ["checkout/pricing 1.9.4"]),
    workload("checkout/promo-engine", "Deployment 0 usual", ["checkout/promo-engine 0.8.2"]),
    workload("checkout/order-worker", "Deployment 2 good", ["checkout/order-worker 3.1.0 34:3.2.0"]),
    workload("checkout/cart-redis", "StatefulSet 1 usual", ["docker.io/library/redis 7.2.4-alpine 30:7.4.2-alpine"]),
    workload(
      "payments/payments-api",
      "Deployment 3 good",
      ["payments/payments-api 8.0.2 12:8.1.0", "platform/log-shipper 1.6.0"],
      { exposure: "ingress" },
    ),
    workload("payments/payment-webhooks", "Deployment 2 good", ["payments/webhooks 2.2.0"], { exposure: "ingress" }),
    workload("payments/fraud-scoring", "Deployment 2 usual", ["data/fraud-scoring 1.4.0"]),
    workload("payments/ledger", "Deployment 2 good", ["payments/ledger 4.6.0 26:4.7.1"]),
    workload("payments/reconciliation", "CronJob 1 usual", ["payments/reconciliation 1.3.3"]),
    workload("payments/payments-db", "StatefulSet 1 usual", ["docker.io/library/postgres 15.4 40:16.10"]),
    workload("storefront/storefront", "Deployment 4 good", ["web/storefront 3.9.2 3:4.0.0 0:4.0.1"], {
      exposure: "ingress",
    }),
    workload("storefront/account-web", "Deployment 2 good", ["web/account 2.2.5 3:2.3.0"], { exposure: "ingress" }),
    workload("storefront/gift-cards-web", "Deployment 2 good", ["web/gift-cards 1.4.0 3:1.5.0"], {
      exposure: "ingress",
    }),
    workload("storefront/help-centre", "Deployment 2 usual", ["web/help-centre 1.1.0 3:1.2.0"], {
      exposure: "ingress",
    }),
    workload("storefront/search-api", "Deployment 2 good", ["web/search-api 5.1.3"]),
    workload("storefront/image-resizer", "Deployment 2 usual", ["web/image-resizer 2.0.7 33:2.1.0"]),
    workload(
      "ingress-nginx/ingress-nginx-controller",
      "Deployment 2 usual",
      ["registry.k8s.io/ingress-nginx/controller v1.11.3 41:v1.13.3"],
      { exposure: "load-balancer" },
    ),
    workload("cert-manager/cert-manager", "Deployment 1 good", ["quay.io/jetstack/cert-manager-controller v1.18.2"]),
    workload("kube-system/external-dns", "Deployment 1 usual", ["registry.k8s.io/external-dns/external-dns v0.18.0"]),
    workload("kube-system/coredns", "Deployment 2 good", ["registry.k8s.io/coredns/coredns v1.12.0"]),
    workload("kube-system/kube-proxy", "DaemonSet 4 poor", ["registry.k8s.io/kube-proxy v1.33.1"]),
    workload("kube-system/metrics-server", "Deployment 1 good", [
      "registry.k8s.io/metrics-server/metrics-server v0.8.0",
    ]),
    workload("monitoring/prometheus", "StatefulSet 1 good", ["quay.io/prometheus/prometheus v2.54.1 19:v3.5.0"]),
    workload("monitoring/grafana", "Deployment 1 usual", ["docker.io/grafana/grafana 11.2.2 37:12.1.1"]),
    workload("monitoring/node-exporter", "DaemonSet 4 usual", ["quay.io/prometheus/node-exporter v1.8.2 37:v1.9.1"]),
    workload("monitoring/kube-state-metrics", "Deployment 1 good", [
      "registry.k8s.io/kube-state-metrics/kube-state-metrics v2.16.0",
    ]),
  ],
};
