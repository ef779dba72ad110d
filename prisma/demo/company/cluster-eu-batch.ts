import { type Cluster, machines } from "./cluster";
import { workload } from "./workload";

/** Reports and machine learning at night, on virtual machines that somebody once set up: grown over years, rebuilt rarely. */
export const euBatch: Cluster = {
  slug: "eu-batch",
  name: "EU batch",
  environment: "production",
  criticality: 1,
  kubelet: "v1.27.9",
  nodeOs: "Debian GNU/Linux 12 (bookworm)",
  packages: "0",
  nodes: machines("batch-cp-1", "batch-vm-1", "batch-vm-2", "batch-vm-3"),
  namespaces: {
    "data-pipelines": "data",
    warehouse: "data",
    messaging: "data",
    monitoring: "platform",
    "kube-system": "platform",
  },
  workloads: [
    workload("data-pipelines/airflow-scheduler", "Deployment 1 poor", ["data/airflow 2.6.1-7 30:2.7.3-2"]),
    workload("data-pipelines/airflow-webserver", "Deployment 1 poor", ["data/airflow 2.6.1-7 30:2.7.3-2"], {
      exposure: "load-balancer",
    }),
    workload("data-pipelines/airflow-worker", "Deployment 3 poor", ["data/airflow 2.6.1-7 30:2.7.3-2"]),
    workload("data-pipelines/etl-orders", "CronJob 1 poor", ["data/etl-orders 1.8.2"]),
    workload("data-pipelines/etl-payments", "CronJob 1 poor", ["data/etl-payments 1.4.0"]),
    workload("data-pipelines/dbt-runner", "CronJob 1 poor", ["data/dbt-runner 1.5.0"]),
    workload("warehouse/metabase", "Deployment 1 poor", ["docker.io/metabase/metabase v0.47.2"], {
      exposure: "load-balancer",
    }),
    workload("warehouse/report-generator", "Deployment 2 poor", ["data/report-generator 0.9.1"]),
    workload("warehouse/feature-store", "Deployment 2 poor", ["data/feature-store 2.1.0"]),
    workload("warehouse/notebooks", "Deployment 1 poor", ["data/notebooks 3.0.2"]),
    workload("warehouse/mlflow", "Deployment 1 poor", ["data/mlflow 2.3.0-1"]),
    workload("warehouse/invoice-export", "CronJob 1 usual", ["payments/invoice-export 1.0.8"], { team: "payments" }),
    workload("messaging/kafka", "StatefulSet 3 poor", ["docker.io/confluentinc/cp-kafka 7.3.1"]),
    workload("messaging/zookeeper", "StatefulSet 3 poor", ["docker.io/library/zookeeper 3.6.3"]),
    workload("messaging/schema-registry", "Deployment 1 poor", ["docker.io/confluentinc/cp-schema-registry 7.3.1"]),
    workload("messaging/activemq", "Deployment 1 poor", ["data/activemq 5.16.5-2"]),
    workload("kube-system/fluent-bit", "DaemonSet 3 usual", ["docker.io/fluent/fluent-bit 3.0.4"]),
    workload("kube-system/coredns", "Deployment 2 usual", ["registry.k8s.io/coredns/coredns v1.10.1"]),
    workload("kube-system/kube-proxy", "DaemonSet 3 poor", ["registry.k8s.io/kube-proxy v1.28.9"]),
    workload("kube-system/metrics-server", "Deployment 1 usual", [
      "registry.k8s.io/metrics-server/metrics-server v0.6.3",
    ]),
    workload("monitoring/prometheus", "StatefulSet 1 usual", ["quay.io/prometheus/prometheus v2.45.0 26:v2.54.1"]),
    workload("monitoring/node-exporter", "DaemonSet 3 usual", ["quay.io/prometheus/node-exporter v1.6.0 26:v1.8.2"]),
    workload("monitoring/kube-state-metrics", "Deployment 1 usual", [
      "registry.k8s.io/kube-state-metrics/kube-state-metrics v2.9.2",
    ]),
  ],
};
