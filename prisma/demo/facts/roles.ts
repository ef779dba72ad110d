import type { WorkloadCheck } from "./checks";

export interface RoleCheck {
  id: string;
  severity: WorkloadCheck["severity"];
  title: string;
  message: string;
}

export const roleChecks: RoleCheck[] = [
  {
    id: "KSV041",
    severity: "CRITICAL",
    title: "Role manages secrets",
    message: "Role permits management of secret(s)",
  },
  {
    id: "KSV044",
    severity: "CRITICAL",
    title: "Role allows every verb on every resource",
    message: "Role permits wildcard verb on wildcard resource",
  },
  {
    id: "KSV045",
    severity: "CRITICAL",
    title: "Role allows every verb",
    message: "Role permits wildcard verb on specific resources",
  },
  {
    id: "KSV046",
    severity: "CRITICAL",
    title: "Role reaches every resource",
    message: "ClusterRole permits specific verb on wildcard resource",
  },
  {
    id: "KSV048",
    severity: "MEDIUM",
    title: "Role manages workloads and pods",
    message: "Role permits management of workloads",
  },
  {
    id: "KSV049",
    severity: "MEDIUM",
    title: "Role manages ConfigMaps",
    message: "Role permits management of configmaps",
  },
  {
    id: "KSV050",
    severity: "CRITICAL",
    title: "Role can raise privileges through RBAC",
    message: "Role permits management of role based access control resources",
  },
  {
    id: "KSV053",
    severity: "HIGH",
    title: "Role runs commands in pods",
    message: "Role permits getting shell on pods",
  },
  {
    id: "KSV056",
    severity: "HIGH",
    title: "Role manages networking",
    message: "Role permits management of networking resources",
  },
  {
    id: "KSV112",
    severity: "CRITICAL",
    title: "Role reaches every resource of its namespace",
    message: "Role permits wildcard resources in its namespace",
  },
  {
    id: "KSV113",
    severity: "MEDIUM",
    title: "Role manages secrets of its namespace",
    message: "Role permits management of secret(s) in its namespace",
  },
  {
    id: "KSV114",
    severity: "CRITICAL",
    title: "Role changes admission webhooks",
    message: "Role permits management of webhook configurations",
  },
];

export interface RoleFact {
  cluster: string;
  kind: "Role" | "ClusterRole";
  /** "" for a ClusterRole. */
  namespace: string;
  name: string;
  fails: string[];
}

const role = (cluster: string, path: string, fails: string): RoleFact => {
  const [namespace = "", name = ""] = path.split("/");
  return {
    cluster,
    kind: namespace ? "Role" : "ClusterRole",
    namespace,
    name,
    fails: fails.split(" ").filter(Boolean),
  };
};

export const roles: RoleFact[] = [
  role("checkout-prod", "checkout/cart-api", ""),
  role("checkout-prod", "checkout/deployer", "KSV048"),
  role("checkout-prod", "payments/deployer", "KSV048 KSV049"),
  role("checkout-prod", "storefront/deployer", "KSV048"),
  role("checkout-prod", "ingress-nginx/ingress-nginx", "KSV049"),
  role("checkout-prod", "/ingress-nginx", "KSV041"),
  role("checkout-prod", "/cert-manager-controller", "KSV041 KSV056"),
  role("checkout-prod", "/read-only", ""),
  role("eu-batch", "data-pipelines/airflow-pod-launcher", "KSV048 KSV049 KSV053 KSV113"),
  role("eu-batch", "warehouse/notebooks-hub", "KSV048 KSV113"),
  role("eu-batch", "warehouse/mlflow", "KSV049"),
  role("eu-batch", "messaging/kafka-operator", "KSV048 KSV049 KSV113"),
  role("eu-batch", "/data-admin", "KSV041 KSV044 KSV045 KSV046 KSV050"),
  role("eu-batch", "/old-ci-deployer", "KSV041 KSV046 KSV048 KSV050 KSV114"),
  role("eu-batch", "data-pipelines/dbt-admin", "KSV044 KSV045 KSV112"),
  role("eu-batch", "messaging/topic-operator", "KSV048 KSV053 KSV113"),
  role("eu-batch", "/notebooks-hub", "KSV041 KSV048 KSV053"),
  role("eu-batch", "data-pipelines/etl-admin", "KSV044 KSV045 KSV050 KSV112"),
  role("eu-batch", "data-pipelines/dag-sync", "KSV045 KSV112 KSV113"),
  role("eu-batch", "warehouse/analyst", "KSV044 KSV045 KSV112 KSV053"),
  role("eu-batch", "warehouse/metabase-admin", "KSV045 KSV050 KSV112"),
  role("eu-batch", "messaging/broker-admin", "KSV044 KSV045 KSV112"),
  role("eu-batch", "/legacy-helm", "KSV041 KSV044 KSV045 KSV046 KSV050 KSV114"),
  role("eu-batch", "/airflow-operator", "KSV041 KSV045 KSV046 KSV053"),
  role("dev", "/developers", "KSV041 KSV044 KSV045 KSV046 KSV050"),
  role("dev", "/preview-bot", "KSV041 KSV046 KSV048 KSV053"),
  role("dev", "sandbox/everybody", "KSV044 KSV045 KSV112"),
  role("logistics-prod", "/chart-deployer", "KSV041 KSV046 KSV050"),
  role("logistics-prod", "dispatch/deployer", "KSV048 KSV049 KSV113"),
  role("logistics-prod", "warehouse/camera-agent", "KSV045 KSV053"),
  role("search-prod", "search/deployer", "KSV048 KSV049"),
  role("search-prod", "/index-operator", "KSV041 KSV048"),
  role("ml-gpu", "/gpu-operator", "KSV041 KSV048 KSV053"),
  role("ml-gpu", "training/notebook-hub", "KSV048 KSV053 KSV113"),
  role("identity-prod", "identity/deployer", "KSV048"),
  role("identity-prod", "/read-only", ""),
  role("payments-vault", "vault/deployer", "KSV048"),
  role("payments-vault", "/auditor", ""),
  role("shop-us", "checkout/deployer", "KSV048"),
  role("shop-us", "/cert-manager-controller", "KSV041 KSV056"),
  role("dr-onprem", "/standby", "KSV041 KSV048"),
  role("staging", "checkout-staging/deployer", "KSV048 KSV049"),
  role("staging", "storefront-staging/preview-bot", "KSV048 KSV053"),
  role("staging", "data-staging/airflow-pod-launcher", "KSV048 KSV049"),
  role("staging", "/developers", "KSV041 KSV048 KSV053"),
  role("staging", "/ingress-nginx", "KSV041"),
  role("edge-onprem", "vendor-kiosk/kiosk-agent", "KSV045 KSV053 KSV113"),
  role("edge-onprem", "kube-system/traefik", "KSV113"),
];
