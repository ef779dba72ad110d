/** Alerts of Falco: rules and tags are its own, the wording ours. */
export interface AlertFact {
  rule: string;
  priority: "Emergency" | "Critical" | "Error" | "Warning" | "Notice" | "Informational";
  tags: string[];
  /** What happened, before the fields. */
  says: string;
  cluster: string;
  namespace: string;
  workload: string;
  process: string;
  command: string;
  user: string;
  /** Days ago, with the number of events of each. */
  days: Record<number, number>;
}

type Kind = Pick<AlertFact, "rule" | "priority" | "tags" | "says">;

const kind = (rule: string, priority: AlertFact["priority"], tags: string, says: string): Kind => ({
  ...{ rule, priority, says },
  tags: ["container", ...tags.split(" ")],
});

const shell = kind(
  "Terminal shell in container",
  "Notice",
  "shell mitre_execution T1059",
  "A shell with a terminal was opened in a container",
);
const sensitive = kind(
  "Read sensitive file untrusted",
  "Warning",
  "filesystem mitre_credential_access T1555",
  "A sensitive file was opened for reading by a program that is not trusted",
);
const apiServer = kind(
  "Contact K8S API Server From Container",
  "Notice",
  "network k8s mitre_discovery T1565",
  "A container that is not known for it talked to the API server",
);
const dropped = kind(
  "Drop and execute new binary in container",
  "Critical",
  "process mitre_persistence T1036",
  "A program that is not part of the image was run",
);
const redirected = kind(
  "Redirect STDOUT/STDIN to Network Connection in Container",
  "Notice",
  "network process mitre_execution T1059",
  "Standard input and output were tied to a network connection",
);
const packetSocket = kind(
  "Packet socket created in container",
  "Notice",
  "network mitre_credential_access T1557.002",
  "A container opened a packet socket",
);
const ssh = kind(
  "Disallowed SSH Connection Non Standard Port",
  "Notice",
  "network process mitre_execution T1059",
  "An SSH connection went to an unusual port",
);

const alert = (
  of: Kind,
  cluster: string,
  path: string,
  [process, command, user]: [string, string, string],
  days: Record<number, number>,
): AlertFact => {
  const [namespace = "", workload = ""] = path.split("/");
  return { ...of, cluster, namespace, workload, process, command, user, days };
};

export const alerts: AlertFact[] = [
  alert(shell, "checkout-prod", "payments/ledger", ["bash", "bash", "root"], { 79: 1, 44: 2, 31: 1, 16: 2 }),
  alert(shell, "checkout-prod", "storefront/image-resizer", ["sh", "sh -i", "node"], { 9: 1, 2: 3 }),
  alert(apiServer, "checkout-prod", "checkout/cart-api", ["node", "node dist/server.js", "node"], {
    23: 4,
    16: 6,
    9: 5,
    2: 4,
  }),
  alert(
    sensitive,
    "checkout-prod",
    "ingress-nginx/ingress-nginx-controller",
    ["nginx", "nginx: worker process", "www-data"],
    { 37: 2, 30: 3 },
  ),
  alert(redirected, "checkout-prod", "storefront/storefront", ["node", "node server.js", "nextjs"], { 1: 2 }),
  alert(packetSocket, "checkout-prod", "monitoring/grafana", ["grafana", "grafana server", "grafana"], {
    44: 1,
    30: 1,
    16: 1,
    2: 1,
  }),
  alert(shell, "eu-batch", "warehouse/notebooks", ["bash", "bash -l", "jovyan"], {
    82: 12,
    75: 10,
    61: 15,
    47: 9,
    40: 11,
    33: 14,
    26: 9,
    19: 17,
    12: 13,
    5: 16,
  }),
  alert(dropped, "eu-batch", "warehouse/notebooks", ["xmr-helper", "./xmr-helper --donate 1", "jovyan"], { 5: 4 }),
  alert(ssh, "eu-batch", "warehouse/notebooks", ["ssh", "ssh -p 2222 jump", "jovyan"], { 26: 2, 12: 3 }),
  alert(sensitive, "eu-batch", "data-pipelines/airflow-worker", ["python", "python -m airflow tasks run", "airflow"], {
    33: 3,
    19: 2,
    5: 5,
  }),
  alert(
    apiServer,
    "eu-batch",
    "data-pipelines/airflow-scheduler",
    ["python", "python -m airflow scheduler", "airflow"],
    { 40: 8, 26: 8, 12: 9, 5: 7 },
  ),
  alert(dropped, "eu-batch", "messaging/activemq", ["kdevtmpfsi", "/tmp/kdevtmpfsi", "root"], { 40: 3, 33: 2 }),
  alert(redirected, "eu-batch", "data-pipelines/airflow-webserver", ["python", "python -c import pty", "airflow"], {
    5: 2,
  }),
  alert(dropped, "eu-batch", "data-pipelines/airflow-worker", ["agent-x64", "/tmp/.x/agent-x64", "airflow"], { 5: 1 }),
  alert(apiServer, "shop-us", "checkout/cart-api", ["node", "node dist/server.js", "node"], {
    72: 3,
    51: 4,
    30: 2,
    9: 3,
  }),
  alert(shell, "shop-us", "storefront/image-resizer", ["sh", "sh -i", "node"], { 65: 1, 37: 1 }),
  alert(shell, "identity-prod", "accounts/accounts-db", ["bash", "bash -l", "root"], { 70: 1 }),
  alert(sensitive, "logistics-prod", "warehouse/warehouse-sync", ["java", "java -jar sync.jar", "root"], {
    ...{ 81: 2, 60: 3, 39: 2, 25: 4, 11: 3, 4: 2 },
  }),
  alert(shell, "logistics-prod", "warehouse/yard-cameras", ["sh", "sh", "root"], { 67: 3, 46: 2, 25: 5, 11: 6, 1: 4 }),
  alert(packetSocket, "logistics-prod", "dispatch/dispatch-api", ["java", "java -jar app.jar", "root"], {
    36: 2,
    29: 2,
    22: 1,
  }),
  alert(shell, "ml-gpu", "training/notebook-gpu", ["bash", "bash -l", "jovyan"], {
    84: 9,
    70: 12,
    56: 6,
    42: 4,
    28: 3,
    14: 2,
  }),
  alert(ssh, "ml-gpu", "training/notebook-gpu", ["ssh", "ssh -p 2222 lab", "jovyan"], { 84: 2, 56: 1 }),
  alert(dropped, "ml-gpu", "labelling/old-annotator", ["kinsing", "/tmp/kinsing", "root"], { 77: 5, 70: 3, 63: 2 }),
  alert(dropped, "eu-batch", "warehouse/mlflow", ["gs-netcat", "./gs-netcat -i", "root"], { 26: 2, 12: 3, 6: 2 }),
  alert(dropped, "eu-batch", "data-pipelines/airflow-scheduler", ["agent-x64", "/tmp/.x/agent-x64", "airflow"], {
    11: 2,
    4: 1,
  }),
  alert(redirected, "eu-batch", "warehouse/notebooks", ["python", "python -c import pty", "jovyan"], { 12: 4, 5: 6 }),
  alert(redirected, "eu-batch", "messaging/activemq", ["bash", "bash -i", "root"], { 54: 2, 10: 3 }),
  alert(sensitive, "eu-batch", "warehouse/report-generator", ["java", "java -jar report.jar", "root"], {
    68: 2,
    13: 4,
    3: 3,
  }),
  alert(shell, "eu-batch", "messaging/kafka", ["bash", "bash", "root"], { 60: 3, 32: 2, 9: 2 }),
  alert(packetSocket, "eu-batch", "messaging/zookeeper", ["tcpdump", "tcpdump -i any", "root"], { 9: 1 }),
];
