import { addons } from "./addons";
import { type Cluster, workers } from "./cluster";
import { type Care, type Workload, workload } from "./workload";

/** Branches that are shown for some days, and then go. */
const preview = (branch: string, images: string, since: number, until: number, care: Care = "poor"): Workload =>
  workload(`previews/${branch}`, `Deployment 1 ${care}`, [images], { since, until });

/** Where everybody tries things: hardly hardened, many things that come and go. */
export const dev: Cluster = {
  slug: "dev",
  name: "Development",
  environment: "development",
  criticality: 0.1,
  kubelet: "v1.33.4-eks-99d6cc0",
  nodeOs: "Bottlerocket OS 1.46.0",
  nodes: workers(...["ip-10-90-1-5", "ip-10-90-1-6", "ip-10-90-2-9"].map((n) => `${n}.eu-west-1.compute.internal`)),
  namespaces: {
    "checkout-dev": "checkout",
    "payments-dev": "payments",
    "web-dev": "web",
    "identity-dev": "identity",
    "search-dev": "search",
    "logistics-dev": "logistics",
    "ml-dev": "ml",
    previews: "web",
    sandbox: "platform",
    "kube-system": "platform",
  },
  workloads: [
    workload("checkout-dev/cart-api", "Deployment 1 usual", ["checkout/cart-api 2.14.0 31:2.15.1 17:2.16.0-rc.1"]),
    workload("checkout-dev/checkout-api", "Deployment 1 usual", ["checkout/checkout-api 5.3.1 38:5.4.0"]),
    workload("checkout-dev/pricing", "Deployment 1 usual", ["checkout/pricing 1.9.4 24:1.10.0-rc.2"]),
    workload("checkout-dev/promo-engine", "Deployment 1 poor", ["checkout/promo-engine 0.8.2 45:0.9.0-rc.3"]),
    workload("payments-dev/payments-api", "Deployment 1 usual", ["payments/payments-api 8.0.2 24:8.1.0"]),
    workload("payments-dev/webhooks", "Deployment 1 usual", ["payments/webhooks 2.2.0 17:2.3.0-rc.1"]),
    workload("payments-dev/settlement", "Deployment 1 usual", ["payments/settlement 2.9.0 66:2.10.0"]),
    workload("web-dev/storefront", "Deployment 1 usual", ["web/storefront 3.9.2 17:4.0.0"]),
    workload("web-dev/account-web", "Deployment 1 usual", ["web/account 2.2.5 17:2.3.0"]),
    workload("web-dev/search-api", "Deployment 1 usual", ["web/search-api 5.1.3 17:5.2.0"]),
    workload("web-dev/loyalty", "Deployment 1 poor", ["web/loyalty 0.4.1 34:0.5.0-rc.1"]),
    workload("identity-dev/login", "Deployment 1 usual", ["identity/login 6.1.0 76:6.2.0"]),
    workload("identity-dev/accounts", "Deployment 1 usual", ["identity/accounts 3.8.1 69:3.9.0"]),
    workload("identity-dev/token-service", "Deployment 1 usual", ["identity/token-service 2.5.0 62:2.6.0"]),
    workload("search-dev/query-api", "Deployment 1 usual", ["search/query-api 7.1.0 59:7.2.0"]),
    workload("search-dev/ranking", "Deployment 1 poor", ["search/ranking 1.5.0 17:1.6.0"]),
    workload("logistics-dev/route-planner", "Deployment 1 usual", ["logistics/route-planner 2.2.0 45:2.4.0 17:2.4.1"]),
    workload("logistics-dev/dispatch-api", "Deployment 1 usual", ["logistics/dispatch-api 4.0.1 52:4.1.0"]),
    workload("logistics-dev/carrier-gateway", "Deployment 1 usual", ["logistics/carrier-gateway 5.0.0 24:5.1.2"]),
    workload("ml-dev/model-server", "Deployment 1 poor", ["ml/model-server 3.0.0 60:3.1.0 25:3.2.0"]),
    workload("ml-dev/feature-builder", "CronJob 1 poor", ["ml/feature-builder 1.3.0 67:1.4.0 39:1.5.0"]),
    preview("cart-vouchers", "checkout/cart-api 2.14.0", 83, 62),
    preview("dark-mode", "web/storefront 3.9.2", 69, 48),
    preview("one-page-checkout", "checkout/checkout-api 5.3.1", 55, 34),
    preview("gift-wrap", "web/gift-cards 1.4.0", 41, 20),
    preview("new-navigation", "web/storefront 4.0.0", 11, -1),
    preview("loyalty-tiers", "web/loyalty 0.5.0-rc.1", 27, -1),
    workload("sandbox/wiki-test", "Deployment 1 poor", ["docker.io/metabase/metabase v0.47.2"]),
    workload("sandbox/broker-test", "StatefulSet 1 poor", ["docker.io/library/zookeeper 3.6.3"], { until: 6 }),
    ...addons(3, "coredns v1.12.0", "kube-proxy v1.33.1", "metrics-server v0.8.0", "node-exporter v1.8.2"),
  ],
};
