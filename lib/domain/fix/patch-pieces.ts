import type { Manifest } from "./patch";

/** What one check asks for. Field names and values: Kubernetes API reference, and the Pod Security Standards. */
export interface Piece {
  /** Of each container. */
  container?: Manifest;
  /** Of the pod. */
  pod?: Manifest;
  /** Of the workload's own spec. */
  spec?: Manifest;
  /** Of a ServiceAccount. */
  account?: Manifest;
  /** Kinds of workload that it makes sense for; absent: all. */
  kinds?: readonly string[];
  /** What to think of before. */
  note?: string;
}

const dropAll: Piece = {
  container: { securityContext: { capabilities: { drop: ["ALL"] } } },
  note: "Add back under capabilities.add only what the program needs (NET_BIND_SERVICE for ports below 1024).",
};
const addNone: Piece = {
  container: { securityContext: { capabilities: { drop: ["ALL"], add: [] } } },
  note: "All added capabilities go: leave those in that the program cannot do without.",
};
const nonRoot = "The image must have a user that is not root: else set runAsUser as well.";
const user: Piece = {
  container: { securityContext: { runAsNonRoot: true, runAsUser: 10_001, runAsGroup: 10_001 } },
  note: "Files that the program writes must belong to user 10001: set fsGroup where it has volumes.",
};
const seccomp: Piece = { pod: { securityContext: { seccompProfile: { type: "RuntimeDefault" } } } };
const appArmor: Piece = {
  pod: { securityContext: { appArmorProfile: { type: "RuntimeDefault" } } },
  note: "The field appArmorProfile needs Kubernetes 1.30; before, it is an annotation.",
};
const resources = "Starting values: set them by what the program uses.";
const cpuRequest: Manifest = { resources: { requests: { cpu: "100m" } } };
const cpuLimit: Manifest = { resources: { limits: { cpu: "500m" } } };
const memoryRequest: Manifest = { resources: { requests: { memory: "128Mi" } } };
const memoryLimit: Manifest = { resources: { limits: { memory: "256Mi" } } };
const noVolume = (what: string): Piece => ({
  pod: { volumes: [{ name: "VOLUME", $patch: "delete" }] },
  note: `Put the name of the volume that mounts ${what} for VOLUME, and take its mounts out of the containers.`,
});
const probe = (field: string): Piece => ({
  container: { [field]: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 10 } },
  kinds: ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod"],
  note: "Set path and port of the probe to what the program answers.",
});
const token: Manifest = { automountServiceAccountToken: false };
const replicated = ["Deployment", "StatefulSet"];

const both = (a: Manifest, b: Manifest): Manifest => ({
  resources: Object.fromEntries(
    ["requests", "limits"].flatMap((key) => {
      const of = (one: Manifest) => ((one.resources as Manifest)[key] ?? {}) as Manifest;
      const joined = { ...of(a), ...of(b) };
      return Object.keys(joined).length > 0 ? [[key, joined]] : [];
    }),
  ),
});

/** By the code of the rule. */
export const pieces: ReadonlyMap<string, Piece> = new Map<string, Piece>([
  ["k8s:privileged-container", { container: { securityContext: { privileged: false } } }],
  ["k8s:privilege-escalation", { container: { securityContext: { allowPrivilegeEscalation: false } } }],
  ["k8s:host-pid", { pod: { hostPID: false } }],
  ["k8s:host-ipc", { pod: { hostIPC: false } }],
  [
    "k8s:host-network",
    { pod: { hostNetwork: false }, note: "Reach the program through a Service instead of the address of its node." },
  ],
  ["k8s:host-namespaces", { pod: { hostPID: false, hostIPC: false, hostNetwork: false } }],
  ["k8s:host-path", noVolume("a path of the node")],
  ["k8s:sensitive-host-path", noVolume("a path of the node")],
  ["k8s:docker-socket", noVolume("the socket")],
  ["k8s:runtime-socket", noVolume("the socket")],
  [
    "k8s:windows-host-process",
    { pod: { hostNetwork: false, securityContext: { windowsOptions: { hostProcess: false } } } },
  ],
  ["k8s:proc-mount", { container: { securityContext: { procMount: "Default" } } }],
  ["k8s:selinux-options", { pod: { securityContext: { seLinuxOptions: null } } }],
  ["k8s:unsafe-sysctls", { pod: { securityContext: { sysctls: null } } }],
  ["k8s:apparmor-missing", appArmor],
  ["k8s:apparmor-overridden", appArmor],
  ["k8s:linux-hardening", { ...seccomp, ...dropAll }],
  ["k8s:seccomp-missing", seccomp],
  ["trivy:KSV104", seccomp],
  [
    "k8s:seccomp-unconfined",
    { ...seccomp, note: "Take out seccompProfile Unconfined of single containers, which overrides that of the pod." },
  ],
  ["k8s:capabilities-beyond-baseline", addNone],
  ["k8s:capabilities-added", addNone],
  ["k8s:capabilities-dangerous", addNone],
  ["k8s:capability-sys-admin", addNone],
  ["k8s:capability-net-raw", dropAll],
  ["k8s:capabilities-not-dropped", dropAll],
  ["k8s:capabilities-none-dropped", dropAll],
  ["k8s:capabilities-restricted", dropAll],
  ["k8s:run-as-root", { container: { securityContext: { runAsNonRoot: true } }, note: nonRoot }],
  ["k8s:run-as-user-zero", user],
  ["k8s:low-user-id", user],
  ["trivy:KSV021", user],
  [
    "trivy:KSV118",
    {
      container: {
        securityContext: { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ["ALL"] } },
      },
      ...seccomp,
      note: nonRoot,
    },
  ],
  [
    "k8s:writable-root-filesystem",
    {
      container: { securityContext: { readOnlyRootFilesystem: true } },
      note: "Mount an emptyDir where the program writes files (often /tmp).",
    },
  ],
  [
    "k8s:service-account-token",
    { pod: token, account: token, note: "Leave it mounted for a program that talks to the Kubernetes API." },
  ],
  ["k8s:image-pull-policy", { container: { imagePullPolicy: "Always" } }],
  ["k8s:liveness-probe", probe("livenessProbe")],
  ["k8s:readiness-probe", probe("readinessProbe")],
  ["k8s:cpu-request", { container: cpuRequest, note: resources }],
  ["k8s:cpu-limit", { container: cpuLimit, note: resources }],
  ["k8s:memory-request", { container: memoryRequest, note: resources }],
  ["k8s:memory-limit", { container: memoryLimit, note: resources }],
  ["kubescape:C-0050", { container: both(cpuRequest, cpuLimit), note: resources }],
  ["kubescape:C-0004", { container: both(memoryRequest, memoryLimit), note: resources }],
  ["kubescape:C-0009", { container: both(cpuLimit, memoryLimit), note: resources }],
  [
    "kube-score:container-resources",
    { container: both(both(cpuRequest, cpuLimit), both(memoryRequest, memoryLimit)), note: resources },
  ],
  ["k8s:single-replica", { spec: { replicas: 2 }, kinds: replicated }],
  ["k8s:rolling-update", { spec: { strategy: { type: "RollingUpdate" } }, kinds: ["Deployment"] }],
  ["k8s:cronjob-deadline", { spec: { startingDeadlineSeconds: 300 }, kinds: ["CronJob"] }],
]);
