/** Checks of workloads by Trivy (ids and severities are its own, the wording ours). */
export interface WorkloadCheck {
  id: string;
  severity: "CRITICAL" | "HIGH" | "MEDIUM" | "LOW";
  title: string;
  /** `$` stands for `Container 'name' of Deployment 'name'`, or for the object alone. */
  message: string;
  remediation: string;
  /** On each container, else on the object. */
  each: boolean;
  /** How often it fails on workloads that are kept well, as usual, poorly. */
  odds: readonly [number, number, number];
  /** Only of these. */
  only?: "node-agents" | "latest" | "public-images";
}

type Severity = WorkloadCheck["severity"];
type Odds = WorkloadCheck["odds"];

const check =
  (each: boolean) =>
  (id: string, severity: Severity, odds: Odds, title: string, message: string, remediation: string): WorkloadCheck => ({
    ...{ id, severity, title, message, remediation, each, odds },
  });
const container = check(true);
const object = check(false);

export const workloadChecks: WorkloadCheck[] = [
  container(
    "KSV001",
    "MEDIUM",
    [0.04, 0.5, 0.95],
    "Process can gain more privileges",
    "$ should set 'securityContext.allowPrivilegeEscalation' to false",
    "Set securityContext.allowPrivilegeEscalation to false.",
  ),
  container(
    "KSV003",
    "LOW",
    [0.05, 0.6, 0.95],
    "Default capabilities are kept",
    "$ should add 'ALL' to 'securityContext.capabilities.drop'",
    "Drop ALL capabilities and add only those that are needed.",
  ),
  container(
    "KSV011",
    "LOW",
    [0.3, 0.6, 0.9],
    "CPU is not limited",
    "$ should set 'resources.limits.cpu'",
    "Set resources.limits.cpu.",
  ),
  container(
    "KSV012",
    "MEDIUM",
    [0.03, 0.45, 0.95],
    "Runs as root",
    "$ should set 'securityContext.runAsNonRoot' to true",
    "Set securityContext.runAsNonRoot to true.",
  ),
  container(
    "KSV014",
    "HIGH",
    [0.08, 0.6, 0.95],
    "Root file system can be written to",
    "$ should set 'securityContext.readOnlyRootFilesystem' to true",
    "Set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir where it writes.",
  ),
  container(
    "KSV015",
    "LOW",
    [0.02, 0.3, 0.8],
    "No CPU is requested",
    "$ should set 'resources.requests.cpu'",
    "Set resources.requests.cpu.",
  ),
  container(
    "KSV016",
    "LOW",
    [0.02, 0.25, 0.8],
    "No memory is requested",
    "$ should set 'resources.requests.memory'",
    "Set resources.requests.memory.",
  ),
  container(
    "KSV018",
    "LOW",
    [0.05, 0.4, 0.85],
    "Memory is not limited",
    "$ should set 'resources.limits.memory'",
    "Set resources.limits.memory.",
  ),
  container(
    "KSV020",
    "LOW",
    [0.25, 0.7, 1],
    "Runs with a low user id",
    "$ should set 'securityContext.runAsUser' > 10000",
    "Set securityContext.runAsUser above 10000.",
  ),
  container(
    "KSV021",
    "LOW",
    [0.25, 0.7, 1],
    "Runs with a low group id",
    "$ should set 'securityContext.runAsGroup' > 10000",
    "Set securityContext.runAsGroup above 10000.",
  ),
  container(
    "KSV022",
    "MEDIUM",
    [0, 0.08, 0.4],
    "Capabilities are added",
    "$ should not set 'securityContext.capabilities.add'",
    "Remove what is not needed from securityContext.capabilities.add.",
  ),
  container(
    "KSV030",
    "LOW",
    [0.1, 0.7, 1],
    "No seccomp profile of the runtime",
    "$ should set 'securityContext.seccompProfile.type' to 'RuntimeDefault'",
    "Set securityContext.seccompProfile.type to RuntimeDefault.",
  ),
  container(
    "KSV104",
    "MEDIUM",
    [0.02, 0.4, 0.9],
    "System calls are not filtered",
    "$ should specify a seccomp profile",
    "Set securityContext.seccompProfile on the pod or the container.",
  ),
  container(
    "KSV106",
    "LOW",
    [0.1, 0.6, 1],
    "Keeps more capabilities than the one to bind ports",
    "$ should drop all but NET_BIND_SERVICE",
    "Drop ALL capabilities and add NET_BIND_SERVICE only.",
  ),
  container(
    "KSV117",
    "MEDIUM",
    [0, 0.2, 0.6],
    "Listens on a privileged port",
    "$ should not bind a port below 1024",
    "Listen on a port of 1024 or above, and map it in the Service.",
  ),
  container(
    "KSV024",
    "HIGH",
    [0, 0.03, 0.35],
    "Binds a port of the node",
    "$ should not set host ports, 'ports[*].hostPort'",
    "Remove hostPort, and reach the pod through a Service.",
  ),
  object(
    "KSV036",
    "MEDIUM",
    [0.1, 0.4, 0.8],
    "Token of the service account is mounted",
    "$ should set 'automountServiceAccountToken' to false",
    "Set automountServiceAccountToken to false where the API is not used.",
  ),
  object(
    "KSV118",
    "HIGH",
    [0.05, 0.4, 0.9],
    "No security context is set",
    "$ uses the default security context",
    "Set a securityContext on the pod and its containers.",
  ),
  {
    ...container(
      "KSV017",
      "HIGH",
      [0, 0.1, 0.8],
      "Runs privileged",
      "$ should set 'securityContext.privileged' to false",
      "Set securityContext.privileged to false, and add the capabilities that are needed.",
    ),
    only: "node-agents",
  },
  {
    ...object(
      "KSV009",
      "HIGH",
      [0, 0.7, 0.9],
      "Shares the network of the node",
      "$ should not set 'spec.template.spec.hostNetwork' to true",
      "Remove hostNetwork.",
    ),
    only: "node-agents",
  },
  {
    ...object(
      "KSV010",
      "HIGH",
      [0, 0.5, 0.6],
      "Sees the processes of the node",
      "$ should not set 'spec.template.spec.hostPID' to true",
      "Remove hostPID.",
    ),
    only: "node-agents",
  },
  {
    ...object(
      "KSV023",
      "MEDIUM",
      [0, 0.8, 0.9],
      "Mounts paths of the node",
      "$ should not set 'spec.template.volumes.hostPath'",
      "Use another kind of volume where that will do.",
    ),
    only: "node-agents",
  },
  {
    ...container(
      "KSV013",
      "MEDIUM",
      [1, 1, 1],
      "Image tag is latest",
      "$ should specify an image tag",
      "Name a version of the image, best by digest.",
    ),
    only: "latest",
  },
  {
    ...container(
      "KSV125",
      "MEDIUM",
      [0.1, 0.5, 0.8],
      "Image is from a registry that is not trusted",
      "$ should use an image from a trusted registry",
      "Mirror the image into the company's registry.",
    ),
    only: "public-images",
  },
];

/** What is wrong with Services: `cluster/namespace/name`, by check. */
export const serviceChecks: { id: string; severity: "HIGH"; title: string; message: string; on: string[] }[] = [
  {
    id: "KSV108",
    severity: "HIGH",
    title: "Service takes an external IP",
    message: "Service has external IP",
    on: [
      "eu-batch/warehouse/metabase",
      "eu-batch/data-pipelines/airflow-webserver",
      "eu-batch/messaging/kafka",
      "edge-onprem/stores/pos-gateway",
      "edge-onprem/vendor-kiosk/kiosk-ui",
    ],
  },
];

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
