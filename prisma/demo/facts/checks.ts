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
