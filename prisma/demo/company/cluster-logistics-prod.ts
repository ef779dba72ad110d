import { addons } from "./addons";
import { type Cluster, workers } from "./cluster";
import { workload } from "./workload";

/**
 * Parcels and warehouses. 38 days ago a new version of the chart that all of them share lost what had been set, and
 * the route planner was built on a base image from two years before; it took weeks until both were noticed.
 */
export const logisticsProd: Cluster = {
  slug: "logistics-prod",
  name: "Logistics production",
  environment: "production",
  criticality: 1,
  kubelet: "v1.31.9",
  nodeOs: "Ubuntu 22.04.5 LTS",
  nodes: workers(
    ...["000000", "000001", "000002", "000004", "000007"].map((number) => `aks-logistics-31804410-vmss${number}`),
  ),
  namespaces: {
    dispatch: "logistics",
    warehouse: "logistics",
    parcels: "logistics",
    "stock-events": "data",
    "ingress-nginx": "platform",
    monitoring: "platform",
    "kube-system": "platform",
  },
  workloads: [
    workload("dispatch/route-planner", "Deployment 4 good 38:poor 5:good", [
      "logistics/route-planner 2.2.0 66:2.3.0 38:2.4.0 5:2.4.1",
    ]),
    workload("dispatch/dispatch-api", "Deployment 3 usual 38:poor 5:usual", ["logistics/dispatch-api 4.0.1 45:4.1.0"], {
      exposure: "ingress",
    }),
    workload(
      "dispatch/driver-app-api",
      "Deployment 3 good 38:poor 5:good",
      ["logistics/driver-app-api 3.3.0 5:3.4.1"],
      {
        exposure: "ingress",
      },
    ),
    workload("dispatch/eta-model", "Deployment 2 usual 38:poor", ["logistics/eta-model 1.2.0"]),
    workload("dispatch/slot-booking", "Deployment 2 usual 38:poor 5:usual", ["logistics/slot-booking 1.1.0 52:1.2.0"], {
      exposure: "ingress",
    }),
    workload("dispatch/dispatch-db", "StatefulSet 2 usual", ["docker.io/library/postgres 15.4 59:16.9"]),
    workload("dispatch/dispatch-redis", "StatefulSet 1 usual", ["docker.io/library/redis 7.2.4-alpine"]),
    workload("warehouse/warehouse-sync", "Deployment 2 poor", ["logistics/warehouse-sync 3.0.4"]),
    workload("warehouse/stock-ledger", "Deployment 2 good 38:poor 5:good", ["logistics/stock-ledger 1.8.0 31:1.9.0"]),
    workload("warehouse/label-service", "Deployment 2 usual 38:poor 5:usual", [
      "logistics/label-service 2.6.0 52:2.7.0",
    ]),
    workload("warehouse/yard-cameras", "DaemonSet 5 poor", ["logistics/yard-cameras 0.4.0"]),
    workload("warehouse/warehouse-db", "StatefulSet 1 usual", ["docker.io/library/postgres 15.4"]),
    workload("warehouse/scanner-mqtt", "Deployment 1 usual", ["docker.io/library/eclipse-mosquitto 2.0.15"], {
      exposure: "node-port",
    }),
    workload(
      "parcels/parcel-tracker",
      "Deployment 4 good 38:poor 5:good",
      ["logistics/parcel-tracker 1.11.0 73:1.12.0"],
      {
        exposure: "ingress",
      },
    ),
    workload(
      "parcels/carrier-gateway",
      "Deployment 2 usual 38:poor 5:usual",
      ["logistics/carrier-gateway 5.0.0 5:5.1.2"],
      { exposure: "ingress" },
    ),
    workload("parcels/customs-docs", "CronJob 1 usual", ["logistics/customs-docs 0.7.3"]),
    workload("parcels/returns-api", "Deployment 2 good 38:poor 5:good", ["logistics/returns-api 2.0.0 80:2.1.0"], {
      exposure: "ingress",
    }),
    workload("parcels/returns-portal", "Deployment 1 usual", ["web/help-centre 1.1.0"], { until: 27 }),
    workload("stock-events/kafka", "StatefulSet 3 usual", ["docker.io/confluentinc/cp-kafka 7.3.1"]),
    workload("stock-events/schema-registry", "Deployment 1 usual", ["docker.io/confluentinc/cp-schema-registry 7.3.1"]),
    workload("stock-events/stock-sync", "Deployment 1 usual", ["data/stock-sync 1.1.0"]),
    ...addons(
      5,
      "ingress-nginx-controller v1.11.3 24:v1.13.3",
      "coredns v1.10.1 59:v1.12.0",
      "kube-proxy v1.33.1",
      "metrics-server v0.6.3 59:v0.8.0",
      "fluent-bit 3.0.4",
      "prometheus v2.45.0 59:v2.54.1",
      "grafana 11.2.2",
      "node-exporter v1.8.2",
    ),
  ],
};
