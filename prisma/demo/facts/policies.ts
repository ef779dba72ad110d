/**
 * The same things under the names that other tools have for them: what Trivy calls KSV017 is Kyverno's policy
 * disallow-privileged-containers, Gatekeeper's K8sPSPPrivilegedContainer and Kubescape's C-0057. Names are those of the
 * public libraries, the wording is ours.
 */
export interface PolicyFact {
  /** Trivy's id. */
  check: string;
  policy: string;
  rule: string;
  category: string;
  severity: "high" | "medium" | "low";
  /** What is said of a failure, and the path below the pod's spec that it names; `#` stands for the container. */
  says: string;
  path: string;
}

const baseline = "Pod Security Standards (Baseline)";
const restricted = "Pod Security Standards (Restricted)";
const practices = "Best Practices";
const policy = (
  check: string,
  name: string,
  category: string,
  severity: PolicyFact["severity"],
  says: string,
  path: string,
): PolicyFact => {
  const [policy = "", rule = ""] = name.split("/");
  return { check, policy, rule, category, severity, says, path };
};

/** Policies of Kyverno's library. */
export const kyvernoPolicies: PolicyFact[] = [
  policy(
    "KSV017",
    "disallow-privileged-containers/privileged-containers",
    baseline,
    "high",
    "Containers must not run privileged.",
    "containers/#/securityContext/privileged/",
  ),
  policy(
    "KSV001",
    "disallow-privilege-escalation/privilege-escalation",
    restricted,
    "medium",
    "Containers must not gain privileges.",
    "containers/#/securityContext/allowPrivilegeEscalation/",
  ),
  policy(
    "KSV012",
    "require-run-as-nonroot/run-as-non-root",
    restricted,
    "medium",
    "Containers must not run as root.",
    "containers/#/securityContext/runAsNonRoot/",
  ),
  policy(
    "KSV030",
    "restrict-seccomp-strict/check-seccomp-strict",
    restricted,
    "medium",
    "A seccomp profile must be set.",
    "containers/#/securityContext/seccompProfile/",
  ),
  policy(
    "KSV106",
    "disallow-capabilities-strict/require-drop-all",
    restricted,
    "medium",
    "All capabilities must be dropped.",
    "containers/#/securityContext/capabilities/drop/",
  ),
  policy(
    "KSV014",
    "require-ro-rootfs/validate-readOnlyRootFilesystem",
    practices,
    "medium",
    "The root file system must be read-only.",
    "containers/#/securityContext/readOnlyRootFilesystem/",
  ),
  policy("KSV013", "disallow-latest-tag/validate-image-tag", practices, "medium", "Name a tag.", "containers/#/image/"),
  policy(
    "KSV125",
    "restrict-image-registries/validate-registries",
    practices,
    "medium",
    "Images come from the company's registry.",
    "containers/#/image/",
  ),
  policy(
    "KSV023",
    "disallow-host-path/host-path",
    baseline,
    "medium",
    "Paths of the node are not mounted.",
    "volumes/0/hostPath/",
  ),
  policy(
    "KSV024",
    "disallow-host-ports/host-ports-none",
    baseline,
    "medium",
    "Ports of the node are not used.",
    "containers/#/ports/0/hostPort/",
  ),
];

export interface ConstraintFact {
  /** Trivy's id. */
  check: string;
  kind: string;
  name: string;
  enforcement: "deny" | "warn" | "dryrun";
  /** `#` stands for the container. */
  says: string;
}

/** Constraints of Gatekeeper's library, as the platform team set them up. */
export const constraints: ConstraintFact[] = [
  {
    check: "KSV017",
    kind: "K8sPSPPrivilegedContainer",
    name: "no-privileged",
    enforcement: "deny",
    says: "Privileged container is not allowed: #",
  },
  {
    check: "KSV001",
    kind: "K8sPSPAllowPrivilegeEscalationContainer",
    name: "no-privilege-escalation",
    enforcement: "dryrun",
    says: "Privilege escalation container is not allowed: #",
  },
  {
    check: "KSV014",
    kind: "K8sPSPReadOnlyRootFilesystem",
    name: "read-only-root",
    enforcement: "dryrun",
    says: "only read-only root filesystem container is allowed: #",
  },
  {
    check: "KSV125",
    kind: "K8sAllowedRepos",
    name: "own-registry",
    enforcement: "warn",
    says: "container <#> has an image of a registry that is not allowed",
  },
  {
    check: "KSV013",
    kind: "K8sDisallowedTags",
    name: "no-latest",
    enforcement: "warn",
    says: "container <#> uses a tag that is not allowed",
  },
  {
    check: "KSV023",
    kind: "K8sPSPHostFilesystem",
    name: "no-host-paths",
    enforcement: "dryrun",
    says: "HostPath volume is not allowed",
  },
];

export interface ControlFact {
  id: string;
  name: string;
  /** Kubescape's factor, 1–10. */
  factor: number;
  /** Trivy's id, or what only Kubescape looks at, with how often that fails on good, usual, poor workloads. */
  check: string | readonly [number, number, number];
  /** `#` stands for the place of the container. */
  path: string;
  fix: string;
}

const control = (id: string, name: string, factor: number, check: ControlFact["check"], path: string, fix: string) => ({
  ...{ id, name, factor, check, path, fix },
});
const inContext = (field: string) => `spec.template.spec.containers[#].securityContext.${field}`;

/** Controls of Kubescape. */
export const controls: ControlFact[] = [
  control("C-0057", "Privileged container", 8, "KSV017", inContext("privileged"), "false"),
  control("C-0016", "Allow privilege escalation", 6, "KSV001", inContext("allowPrivilegeEscalation"), "false"),
  control("C-0013", "Non-root containers", 6, "KSV012", inContext("runAsNonRoot"), "true"),
  control("C-0017", "Immutable container filesystem", 3, "KSV014", inContext("readOnlyRootFilesystem"), "true"),
  control(
    "C-0210",
    "Ensure that the seccomp profile is set to docker/default in your pod definitions",
    4,
    "KSV030",
    inContext("seccompProfile.type"),
    "RuntimeDefault",
  ),
  control(
    "C-0270",
    "Ensure CPU limits are set",
    8,
    "KSV011",
    "spec.template.spec.containers[#].resources.limits.cpu",
    "YOUR_VALUE",
  ),
  control(
    "C-0271",
    "Ensure memory limits are set",
    8,
    "KSV018",
    "spec.template.spec.containers[#].resources.limits.memory",
    "YOUR_VALUE",
  ),
  control(
    "C-0268",
    "Ensure CPU requests are set",
    3,
    "KSV015",
    "spec.template.spec.containers[#].resources.requests.cpu",
    "YOUR_VALUE",
  ),
  control(
    "C-0269",
    "Ensure memory requests are set",
    3,
    "KSV016",
    "spec.template.spec.containers[#].resources.requests.memory",
    "YOUR_VALUE",
  ),
  control("C-0041", "HostNetwork access", 7, "KSV009", "spec.template.spec.hostNetwork", "false"),
  control("C-0048", "HostPath mount", 7, "KSV023", "spec.template.spec.volumes[0].hostPath.path", "YOUR_VALUE"),
  control(
    "C-0044",
    "Container hostPort",
    4,
    "KSV024",
    "spec.template.spec.containers[#].ports[0].hostPort",
    "YOUR_VALUE",
  ),
  control(
    "C-0034",
    "Automatic mapping of service account",
    6,
    [0.1, 0.5, 0.9],
    "spec.template.spec.automountServiceAccountToken",
    "false",
  ),
  control("C-0260", "Missing network policy", 5, [0.05, 0.6, 1], "spec", "YOUR_VALUE"),
  control(
    "C-0056",
    "Configured liveness probe",
    4,
    [0.1, 0.4, 0.8],
    "spec.template.spec.containers[#].livenessProbe",
    "YOUR_VALUE",
  ),
  control(
    "C-0018",
    "Configured readiness probe",
    3,
    [0.1, 0.3, 0.8],
    "spec.template.spec.containers[#].readinessProbe",
    "YOUR_VALUE",
  ),
];
