import { addons } from "./addons";
import { type Cluster, machines } from "./cluster";
import { workload } from "./workload";

/** Card numbers, on machines in a cage: small, watched by auditors, changed rarely. */
export const paymentsVault: Cluster = {
  slug: "payments-vault",
  name: "Payments vault",
  environment: "production",
  criticality: 2,
  kubelet: "v1.32.8",
  nodeOs: "Debian GNU/Linux 12 (bookworm)",
  packages: "4 66:5",
  nodes: machines("vault-cp-1", "vault-node-1", "vault-node-2"),
  namespaces: { vault: "payments", settlement: "payments", monitoring: "platform", "kube-system": "platform" },
  workloads: [
    workload("vault/card-vault", "StatefulSet 3 good", ["payments/card-vault 5.2.0 47:5.3.0"]),
    workload("vault/tokeniser", "Deployment 3 good", ["payments/tokeniser 3.1.4"], { exposure: "load-balancer" }),
    workload("vault/hsm-proxy", "Deployment 2 good", ["payments/hsm-proxy 1.4.0 47:1.4.1"]),
    workload("vault/vault-db", "StatefulSet 3 good", ["docker.io/library/postgres 16.9 40:16.10"]),
    workload("settlement/settlement", "Deployment 2 good", ["payments/settlement 2.9.0 61:2.10.0"]),
    workload("settlement/chargebacks", "Deployment 2 usual", ["payments/chargebacks 1.6.3 26:1.7.0"]),
    workload("settlement/reconciliation", "CronJob 1 good", ["payments/reconciliation 1.3.3 26:1.4.0"]),
    ...addons(
      3,
      "coredns v1.12.0",
      "kube-proxy v1.33.1",
      "prometheus v2.54.1 40:v3.5.0",
      "node-exporter v1.8.2 40:v1.9.1",
    ),
  ],
};
