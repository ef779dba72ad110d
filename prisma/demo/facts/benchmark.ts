/** Checks of the CIS benchmarks by kube-bench: numbers are theirs, the wording ours. */
export interface BenchmarkCheck {
  title: string;
  remediation: string;
  /** Number in the benchmark for own machines (CIS 1.10), and in those for the managed services of AWS, Google and Azure. */
  cis: string;
  eks?: string;
  gke?: string;
  aks?: string;
  /** How often it fails on machines that are kept well, as usual, poorly. */
  odds: readonly [number, number, number];
  /** What kube-bench cannot decide: it warns. */
  manual?: true;
}

type Odds = BenchmarkCheck["odds"];

const node = (
  cis: string,
  managed: string | undefined,
  odds: Odds,
  title: string,
  remediation: string,
): BenchmarkCheck => ({
  ...{ title, remediation, cis, odds },
  ...(managed ? { eks: managed, gke: managed, aks: managed } : {}),
});
const own = (cis: string, odds: Odds, title: string, remediation: string): BenchmarkCheck =>
  node(cis, undefined, odds, title, remediation);
const manual = (cis: string, managed: string | undefined, title: string): BenchmarkCheck => ({
  ...node(cis, managed, [0, 0, 0], title, "Look at it by hand."),
  manual: true,
});

export const nodeChecks: BenchmarkCheck[] = [
  own(
    "4.1.1",
    [0.1, 0.5, 0.8],
    "The kubelet's service file can be changed by root only",
    "chmod 600 /etc/systemd/system/kubelet.service.d/10-kubeadm.conf",
  ),
  own(
    "4.1.2",
    [0, 0.1, 0.3],
    "The kubelet's service file belongs to root",
    "chown root:root /etc/systemd/system/kubelet.service.d/10-kubeadm.conf",
  ),
  node(
    "4.1.5",
    "3.1.1",
    [0.1, 0.4, 0.8],
    "The kubeconfig of the kubelet can be changed by root only",
    "chmod 600 /etc/kubernetes/kubelet.conf",
  ),
  node(
    "4.1.6",
    "3.1.2",
    [0, 0.1, 0.3],
    "The kubeconfig of the kubelet belongs to root",
    "chown root:root /etc/kubernetes/kubelet.conf",
  ),
  node(
    "4.1.9",
    "3.1.3",
    [0.1, 0.5, 0.8],
    "The configuration of the kubelet can be changed by root only",
    "chmod 600 /var/lib/kubelet/config.yaml",
  ),
  node(
    "4.1.10",
    "3.1.4",
    [0, 0.1, 0.2],
    "The configuration of the kubelet belongs to root",
    "chown root:root /var/lib/kubelet/config.yaml",
  ),
  node(
    "4.2.1",
    "3.2.1",
    [0, 0, 0.5],
    "The kubelet refuses requests without a name (--anonymous-auth=false)",
    "Set authentication.anonymous.enabled to false.",
  ),
  node(
    "4.2.2",
    "3.2.2",
    [0, 0, 0.3],
    "The kubelet's authorization mode is not AlwaysAllow",
    "Set authorization.mode to Webhook.",
  ),
  node(
    "4.2.3",
    "3.2.3",
    [0, 0, 0.3],
    "The kubelet knows a CA for its clients (--client-ca-file)",
    "Set authentication.x509.clientCAFile.",
  ),
  node("4.2.4", "3.2.4", [0, 0.2, 0.7], "The kubelet's read-only port is closed", "Set readOnlyPort to 0."),
  node(
    "4.2.5",
    "3.2.5",
    [0.2, 0.4, 0.7],
    "Idle streaming connections of the kubelet are closed (streaming-connection-idle-timeout)",
    "Set streamingConnectionIdleTimeout to 4h or less.",
  ),
  node(
    "4.2.6",
    "3.2.6",
    [0, 0.2, 0.5],
    "The kubelet keeps its own chains of packet filters",
    "Set makeIPTablesUtilChains to true.",
  ),
  own(
    "4.2.7",
    [0.2, 0.4, 0.5],
    "The kubelet's host name is not overridden (--hostname-override)",
    "Remove --hostname-override.",
  ),
  node(
    "4.2.8",
    "3.2.7",
    [0.4, 0.7, 0.9],
    "The kubelet records events at the right rate (eventRecordQPS)",
    "Set eventRecordQPS to 5 or more.",
  ),
  node(
    "4.2.10",
    "3.2.8",
    [0, 0.3, 0.6],
    "The kubelet renews its client certificate",
    "Remove rotateCertificates: false.",
  ),
  node(
    "4.2.11",
    "3.2.9",
    [0.3, 0.6, 0.9],
    "The kubelet renews its server certificate",
    "Set serverTLSBootstrap to true, and approve its requests.",
  ),
  own("4.2.12", [0.2, 0.8, 1], "The kubelet offers strong ciphers only", "Set tlsCipherSuites."),
  own("4.2.13", [0.1, 0.7, 1], "Pods are limited in the number of processes", "Set podPidsLimit."),
];

export const masterChecks: BenchmarkCheck[] = [
  own(
    "1.1.1",
    [0, 0.3, 0.8],
    "The API server's pod file can be changed by root only",
    "chmod 600 /etc/kubernetes/manifests/kube-apiserver.yaml",
  ),
  own("1.1.12", [0, 1, 1], "The data of etcd belongs to etcd", "chown etcd:etcd /var/lib/etcd"),
  own(
    "1.1.19",
    [0, 0.2, 0.6],
    "The certificates of the control plane belong to root",
    "chown -R root:root /etc/kubernetes/pki",
  ),
  manual("1.2.1", undefined, "The API server refuses requests without a name (--anonymous-auth=false)"),
  own(
    "1.2.2",
    [0, 0, 0.4],
    "The API server reads no file of static tokens (--token-auth-file)",
    "Remove --token-auth-file.",
  ),
  own(
    "1.2.5",
    [0, 1, 1],
    "The API server checks the certificates of kubelets (--kubelet-certificate-authority)",
    "Set --kubelet-certificate-authority.",
  ),
  own(
    "1.2.6",
    [0, 0, 0.3],
    "The API server's authorization mode is not AlwaysAllow",
    "Set --authorization-mode to Node,RBAC.",
  ),
  own(
    "1.2.8",
    [0, 0, 0.2],
    "The API server's authorization mode includes RBAC",
    "Set --authorization-mode to Node,RBAC.",
  ),
  own(
    "1.2.14",
    [0, 0, 0.4],
    "Kubelets may change only what is theirs (NodeRestriction)",
    "Add NodeRestriction to --enable-admission-plugins.",
  ),
  own("1.2.15", [0.2, 1, 1], "Profiling of the API server is off", "Set --profiling to false."),
  own(
    "1.2.16",
    [0, 1, 1],
    "The API server writes an audit log (--audit-log-path)",
    "Set --audit-log-path and a policy.",
  ),
  own("1.2.17", [0, 1, 1], "The audit log is kept for 30 days (--audit-log-maxage)", "Set --audit-log-maxage to 30."),
  own(
    "1.2.24",
    [0, 0, 0.1],
    "The API server has a certificate of its own",
    "Set --tls-cert-file and --tls-private-key-file.",
  ),
  manual("1.2.27", undefined, "Secrets are encrypted in etcd (--encryption-provider-config)"),
  own("1.3.2", [0.2, 1, 1], "Profiling of the controller manager is off", "Set --profiling to false."),
  own("1.3.7", [0, 0, 0.4], "The controller manager listens on localhost only", "Set --bind-address to 127.0.0.1."),
  own("1.4.1", [0.2, 1, 1], "Profiling of the scheduler is off", "Set --profiling to false."),
];

export const etcdChecks: BenchmarkCheck[] = [
  own("2.1", [0, 0, 0.2], "etcd has a certificate of its own", "Set --cert-file and --key-file."),
  own(
    "2.2",
    [0, 0, 0.3],
    "etcd checks the certificates of its clients (--client-cert-auth)",
    "Set --client-cert-auth to true.",
  ),
  own(
    "2.5",
    [0, 0.5, 0.6],
    "etcd checks the certificates of its peers (--peer-client-cert-auth)",
    "Set --peer-client-cert-auth to true.",
  ),
  manual("2.7", undefined, "etcd has a CA of its own"),
];

export const policyChecks: BenchmarkCheck[] = [
  manual("5.1.1", "4.1.1", "cluster-admin is used only where it is needed"),
  manual("5.1.2", "4.1.2", "Few may read secrets"),
  manual("5.1.3", "4.1.3", "Few roles use wildcards"),
  node(
    "5.1.5",
    "4.1.5",
    [0, 1, 1],
    "Default service accounts are not used",
    "Give each workload a service account of its own, and set automountServiceAccountToken to false on the default ones.",
  ),
  manual("5.2.2", "4.2.1", "Few containers may run privileged"),
  manual("5.3.1", "4.3.1", "The network plugin knows network policies"),
  node(
    "5.3.2",
    "4.3.2",
    [0, 1, 1],
    "Every namespace has network policies",
    "Write a NetworkPolicy that denies by default for each namespace.",
  ),
  manual("5.4.1", "4.4.1", "Secrets are mounted as files"),
];
