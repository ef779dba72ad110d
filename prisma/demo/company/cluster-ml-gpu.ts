import { addons } from "./addons";
import { type Cluster, machines } from "./cluster";
import { workload } from "./workload";

/** Training on machines of our own: neglected three months ago, and worked off since, image by image. */
export const mlGpu: Cluster = {
  slug: "ml-gpu",
  name: "Machine learning, GPU",
  environment: "production",
  criticality: 0.5,
  kubelet: "v1.31.4",
  nodeOs: "Debian GNU/Linux 12 (bookworm)",
  packages: "0 52:2 24:4",
  nodes: machines("gpu-cp-1", "gpu-a100-01", "gpu-a100-02", "gpu-l40s-01"),
  namespaces: {
    training: "ml",
    serving: "ml",
    labelling: "ml",
    monitoring: "platform",
    "kube-system": "platform",
  },
  workloads: [
    workload("training/trainer", "Deployment 2 poor 60:usual 20:good", ["ml/trainer 2.0.0 60:2.1.0 6:2.2.0"]),
    workload("training/notebook-gpu", "StatefulSet 3 poor 60:usual", ["ml/notebook-gpu 4.1.0 53:4.2.0"]),
    workload("training/feature-builder", "CronJob 1 poor 46:usual", ["ml/feature-builder 1.3.0 60:1.4.0 32:1.5.0"]),
    workload("training/experiment-ui", "Deployment 1 poor 46:good", ["ml/experiment-ui 0.6.0 46:0.7.0"], {
      exposure: "node-port",
    }),
    workload("serving/model-server", "Deployment 4 poor 53:good", ["ml/model-server 3.0.0 53:3.1.0 4:3.2.0"], {
      exposure: "load-balancer",
    }),
    workload("serving/model-registry", "Deployment 1 poor 39:good", ["ml/model-registry 1.0.0 39:1.1.0"]),
    workload("serving/drift-monitor", "Deployment 1 good", ["ml/drift-monitor 0.3.0"], { since: 39 }),
    workload("serving/serving-redis", "StatefulSet 1 usual", ["docker.io/library/redis 7.0.11-alpine 39:7.4.2-alpine"]),
    workload("labelling/label-studio", "Deployment 1 poor 32:usual", ["ml/label-studio 1.8.0 32:1.9.0"]),
    workload("labelling/label-db", "StatefulSet 1 poor 32:usual", ["docker.io/library/postgres 15.4 32:16.10"]),
    workload("labelling/old-annotator", "Deployment 1 poor", ["data/notebooks 3.0.2"], { until: 46 }),
    ...addons(
      4,
      "coredns v1.10.1 60:v1.12.0",
      "kube-proxy v1.28.9 60:v1.33.1",
      "prometheus v2.45.0 46:v2.54.1",
      "node-exporter v1.6.0 46:v1.9.1",
    ),
  ],
};
