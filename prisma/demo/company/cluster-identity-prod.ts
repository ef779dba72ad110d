import { addons } from "./addons";
import { type Cluster, workers } from "./cluster";
import { workload } from "./workload";

/** Sign-in for everything; the team rebuilds its images each month. On the third cloud's managed Kubernetes. */
export const identityProd: Cluster = {
  slug: "identity-prod",
  name: "Identity production",
  environment: "production",
  criticality: 2,
  kubelet: "v1.33.5",
  nodeOs: "Ubuntu 22.04.5 LTS",
  nodes: workers(...["000000", "000001", "000002"].map((number) => `aks-identity-27561839-vmss${number}`)),
  namespaces: {
    identity: "identity",
    accounts: "identity",
    "ingress-nginx": "platform",
    "cert-manager": "platform",
    monitoring: "platform",
    "kube-system": "platform",
  },
  workloads: [
    workload("identity/login", "Deployment 4 good", ["identity/login 6.1.0 72:6.2.0"], { exposure: "ingress" }),
    workload("identity/token-service", "Deployment 3 good", ["identity/token-service 2.5.0 58:2.6.0"], {
      exposure: "ingress",
    }),
    workload("identity/mfa", "Deployment 2 good", ["identity/mfa 1.7.2 44:1.8.0"]),
    workload("identity/session-store", "StatefulSet 3 good", ["identity/session-store 0.9.4"]),
    workload("accounts/accounts", "Deployment 3 good", ["identity/accounts 3.8.1 65:3.9.0"]),
    workload("accounts/consent", "Deployment 2 good", ["identity/consent 1.3.0 37:1.4.0"]),
    workload("accounts/profile-web", "Deployment 2 good", ["identity/profile-web 2.0.3 30:2.1.0"], {
      exposure: "ingress",
    }),
    workload("accounts/audit-export", "CronJob 1 good", ["identity/audit-export 1.0.2"]),
    workload("accounts/accounts-db", "StatefulSet 2 good", ["docker.io/library/postgres 16.9 51:16.10"]),
    ...addons(
      3,
      "ingress-nginx-controller v1.12.1 51:v1.13.3",
      "cert-manager v1.18.2",
      "coredns v1.12.0",
      "kube-proxy v1.33.1",
      "metrics-server v0.8.0",
      "prometheus v2.54.1 51:v3.5.0",
      "kube-state-metrics v2.16.0",
    ),
  ],
};
