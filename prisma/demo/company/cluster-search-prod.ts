import { addons } from "./addons";
import { type Cluster, workers } from "./cluster";
import { workload } from "./workload";

/** Search, and the recommendations that team Search took over from Web 41 days ago and then rebuilt. */
export const searchProd: Cluster = {
  slug: "search-prod",
  name: "Search and recommendations",
  environment: "production",
  criticality: 1,
  kubelet: "v1.32.6-gke.1060000",
  nodeOs: "Container-Optimized OS from Google",
  nodes: workers(...["3h7p", "v0tk", "z5wc", "2m8q"].map((name) => `gke-search-prod-pool-2-${name}`)),
  namespaces: {
    search: "search",
    recommendations: "web 41:search",
    "ingress-nginx": "platform",
    monitoring: "platform",
    "kube-system": "platform",
  },
  workloads: [
    workload("search/query-api", "Deployment 4 good", ["search/query-api 7.1.0 54:7.2.0"], { exposure: "ingress" }),
    workload("search/indexer", "Deployment 2 usual", ["search/indexer 4.4.0 33:4.5.0"]),
    workload("search/suggest", "Deployment 3 good", ["search/suggest 2.8.0 61:2.9.0"], { exposure: "ingress" }),
    workload("search/ranking", "Deployment 2 usual", ["search/ranking 1.5.0 4:1.6.0"]),
    workload("search/synonyms", "CronJob 1 usual", ["search/synonyms 0.9.0"]),
    workload("search/search-redis", "StatefulSet 2 good", ["docker.io/library/redis 7.4.2-alpine"]),
    workload(
      "recommendations/recommendations",
      "Deployment 3 poor 33:usual 19:good",
      ["web/recommendations 1.1.0 33:1.2.0 19:1.3.0"],
      { exposure: "ingress" },
    ),
    workload("recommendations/recommendation-feed", "Deployment 2 poor 33:usual", [
      "web/recommendation-feed 0.8.0 33:0.9.0",
    ]),
    workload("recommendations/browse-history", "Deployment 2 poor 26:good", ["web/browse-history 1.0.4 26:1.1.0"]),
    workload("recommendations/wishlists", "Deployment 2 poor 19:good", ["web/wishlists 1.2.0 19:1.3.0"], {
      exposure: "ingress",
    }),
    workload("recommendations/reco-db", "StatefulSet 1 usual", ["docker.io/library/postgres 15.4 26:16.10"]),
    ...addons(
      4,
      "ingress-nginx-controller v1.12.1 47:v1.13.3",
      "coredns v1.12.0",
      "kube-proxy v1.33.1",
      "metrics-server v0.8.0",
      "prometheus v2.54.1",
      "kube-state-metrics v2.16.0",
    ),
  ],
};
