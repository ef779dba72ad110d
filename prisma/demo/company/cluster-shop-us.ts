import { addons } from "./addons";
import { type Cluster, workers } from "./cluster";
import { workload } from "./workload";

/** The shop's other half: the same images as checkout-prod, each some days later. */
export const shopUs: Cluster = {
  slug: "shop-us",
  name: "Shop, US",
  environment: "production",
  criticality: 1,
  kubelet: "v1.33.4-eks-99d6cc0",
  nodeOs: "Amazon Linux 2023.8.20250915",
  nodes: workers(
    ...["ip-10-40-1-12", "ip-10-40-1-77", "ip-10-40-2-30"].map((name) => `${name}.us-east-2.compute.internal`),
  ),
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
    workload("checkout/cart-api", "Deployment 3 good", ["checkout/cart-api 2.14.0 13:2.15.1"], { exposure: "ingress" }),
    workload(
      "checkout/checkout-api",
      "Deployment 3 good",
      ["checkout/checkout-api 5.3.1 20:5.4.0", "platform/log-shipper 1.6.0"],
      { exposure: "ingress" },
    ),
    workload("checkout/pricing", "Deployment 2 good", ["checkout/pricing 1.9.4"]),
    workload("checkout/order-worker", "Deployment 2 good", ["checkout/order-worker 3.1.0 27:3.2.0"]),
    workload("checkout/cart-redis", "StatefulSet 1 usual", ["docker.io/library/redis 7.2.4-alpine 48:7.4.2-alpine"]),
    workload("payments/payments-api", "Deployment 3 good", ["payments/payments-api 8.0.2 6:8.1.0"], {
      exposure: "ingress",
    }),
    workload("payments/payment-webhooks", "Deployment 2 good", ["payments/webhooks 2.2.0"], { exposure: "ingress" }),
    workload("payments/fraud-scoring", "Deployment 2 usual", ["data/fraud-scoring 1.4.0"]),
    workload("payments/payments-db", "StatefulSet 1 usual", ["docker.io/library/postgres 15.4 55:16.10"]),
    workload("storefront/storefront", "Deployment 4 good", ["web/storefront 3.9.2"], { exposure: "ingress" }),
    workload("storefront/account-web", "Deployment 2 good", ["web/account 2.2.5"], { exposure: "ingress" }),
    workload("storefront/gift-cards-web", "Deployment 2 good", ["web/gift-cards 1.4.0"], { exposure: "ingress" }),
    workload("storefront/search-api", "Deployment 2 good", ["web/search-api 5.1.3"]),
    workload("storefront/image-resizer", "Deployment 2 usual", ["web/image-resizer 2.0.7 19:2.1.0"]),
    ...addons(
      3,
      "ingress-nginx-controller v1.11.3 34:v1.13.3",
      "cert-manager v1.18.2",
      "external-dns v0.18.0",
      "coredns v1.12.0",
      "kube-proxy v1.33.1",
      "metrics-server v0.8.0",
      "prometheus v2.54.1 12:v3.5.0",
      "grafana 11.2.2 33:12.1.1",
      "node-exporter v1.8.2 33:v1.9.1",
    ),
  ],
};
