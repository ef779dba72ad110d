import { type EquivalentRule, equivalent } from "./row";

/** What a pod may do on its node. */
export const podSecurityRules: readonly EquivalentRule[] = [
  equivalent("k8s:privileged-container", "high", "platform", "Container runs privileged", [
    "pss:privileged kubescape:C-0057 trivy:KSV017 polaris:runAsPrivileged kube-linter:privileged-container",
    "kube-score:container-security-context-privileged checkov:CKV_K8S_16",
    "kics:dd29336b-fe57-445b-a26e-e6aa867ae609 kyverno:disallow-privileged-containers kubeaudit:PrivilegedTrue gatekeeper:K8sPSPPrivilegedContainer",
  ]),
  equivalent("k8s:privilege-escalation", "medium", "platform", "Container may gain more privileges than its parent", [
    "pss:allowPrivilegeEscalation kubescape:C-0016 trivy:KSV001 polaris:privilegeEscalationAllowed",
    "checkov:CKV_K8S_20 kics:5572cc5e-1e4c-4113-92a6-7a8a3bd25e6d kyverno:disallow-privilege-escalation",
    "kubeaudit:AllowPrivilegeEscalationTrue kubeaudit:AllowPrivilegeEscalationNil kyverno:deny-privilege-escalation gatekeeper:K8sPSPAllowPrivilegeEscalationContainer",
  ]),
  equivalent("k8s:host-pid", "high", "platform", "Pod shares the process namespace of its node", [
    "kubescape:C-0275 trivy:KSV010 polaris:hostPIDSet kube-linter:host-pid checkov:CKV_K8S_17",
    "kics:302736f4-b16c-41b8-befe-c0baffa0bd9d kubeaudit:NamespaceHostPIDTrue",
  ]),
  equivalent("k8s:host-ipc", "high", "platform", "Pod shares the IPC namespace of its node", [
    "kubescape:C-0276 trivy:KSV008 polaris:hostIPCSet kube-linter:host-ipc checkov:CKV_K8S_18",
    "kics:cd290efd-6c82-4e9d-a698-be12ae31d536 kubeaudit:NamespaceHostIPCTrue",
  ]),
  equivalent("k8s:host-network", "high", "network", "Pod shares the network of its node", [
    "kubescape:C-0041 trivy:KSV009 polaris:hostNetworkSet kube-linter:host-network checkov:CKV_K8S_19",
    "kics:6b6bdfb3-c3ae-44cb-88e4-7405c1ba2c8a kubeaudit:NamespaceHostNetworkTrue",
  ]),
  equivalent("k8s:host-namespaces", "high", "platform", "Pod shares any namespace of its node", [
    "pss:hostNamespaces kyverno:disallow-host-namespaces",
  ]),
  equivalent("k8s:host-port", "medium", "network", "Container listens on a port of its node", [
    "pss:hostPorts kubescape:C-0044 trivy:KSV024 polaris:hostPortSet checkov:CKV_K8S_26",
    "kics:2b1836f1-dcce-416e-8e16-da8c71920633 kyverno:disallow-host-ports",
  ]),
  equivalent("k8s:host-path", "medium", "platform", "Pod mounts a path of its node", [
    "pss:hostPathVolumes kubescape:C-0048 trivy:KSV023 polaris:hostPathSet",
    "kics:aa8f7a35-9923-4cad-bd61-a19b7f6aac91 kyverno:disallow-host-path kyverno:disallow-bind-mounts gatekeeper:K8sPSPHostFilesystem",
  ]),
  equivalent("k8s:sensitive-host-path", "high", "platform", "Pod mounts a sensitive path of its node", [
    "trivy:KSV121 kube-linter:sensitive-host-mounts kics:5308a7a8-06f8-45ac-bf10-791fe21de46e",
    "kubeaudit:SensitivePathsMounted",
  ]),
  equivalent("k8s:writable-host-path", "high", "platform", "Container can write to a path of its node", [
    "kubescape:C-0045 kube-linter:writable-host-mount",
  ]),
  equivalent("k8s:docker-socket", "high", "platform", "Pod mounts the Docker socket", [
    "trivy:KSV006 kube-linter:docker-sock checkov:CKV_K8S_27 kics:a6f34658-fdfb-4154-9536-56d516f65828 kyverno:disallow-docker-sock-mount kyverno:disallow-container-sock-mounts/validate-docker-sock-mount",
  ]),
  equivalent("k8s:runtime-socket", "high", "platform", "Pod mounts the socket of a container runtime", [
    "kubescape:C-0074 kyverno:disallow-container-sock-mounts",
  ]),
  equivalent("k8s:windows-host-process", "medium", "platform", "Windows container runs as a process of its node", [
    "pss:windowsHostProcess trivy:KSV103 polaris:hostProcess kyverno:disallow-host-process gatekeeper:K8sPSPWindowsHostProcess",
  ]),
  equivalent("k8s:proc-mount", "medium", "platform", "Container sees an unmasked /proc", [
    "pss:procMount trivy:KSV027 polaris:procMount kube-linter:unsafe-proc-mount kyverno:disallow-proc-mount kyverno:require-default-proc-mount gatekeeper:K8sPSPProcMount",
  ]),
  equivalent("k8s:selinux-options", "medium", "platform", "Pod sets SELinux options beyond the allowed types", [
    "pss:seLinuxOptions trivy:KSV025 kyverno:disallow-selinux gatekeeper:K8sPSPSELinux gatekeeper:K8sPSPSELinuxV2",
  ]),
  equivalent(
    "k8s:apparmor-overridden",
    "medium",
    "platform",
    "AppArmor is switched off or set to a profile that is not allowed",
    ["pss:appArmorProfile kyverno:restrict-apparmor-profiles kubeaudit:AppArmorDisabled kubeaudit:AppArmorBadValue"],
  ),
  equivalent("k8s:apparmor-missing", "low", "platform", "No AppArmor profile is set", [
    "kics:8b36775e-183d-4d46-b0f7-96a6f34a723f kubeaudit:AppArmorAnnotationMissing",
  ]),
  equivalent(
    "k8s:linux-hardening",
    "medium",
    "platform",
    "None of AppArmor, seccomp, SELinux or dropped capabilities restricts the container",
    ["kubescape:C-0055 polaris:linuxHardening"],
  ),
  equivalent("k8s:seccomp-missing", "low", "platform", "No seccomp profile is set", [
    "pss:seccompProfile_restricted kubescape:C-0210 trivy:KSV030 kube-score:container-seccomp-profile",
    "checkov:CKV_K8S_31 kics:f377b83e-bd07-4f48-a591-60c82b14a78b kyverno:restrict-seccomp-strict",
    "kubeaudit:SeccompProfileMissing gatekeeper:K8sPSPSeccomp gatekeeper:K8sPSPSeccompV2",
  ]),
  equivalent("k8s:seccomp-unconfined", "medium", "platform", "Seccomp is switched off", [
    "pss:seccompProfile_baseline kyverno:restrict-seccomp kubeaudit:SeccompDisabledPod",
    "kubeaudit:SeccompDisabledContainer",
  ]),
  equivalent("k8s:unsafe-sysctls", "medium", "platform", "Pod sets unsafe kernel parameters", [
    "pss:sysctls trivy:KSV026 kube-linter:unsafe-sysctls kics:9127f0d9-2310-42e7-866f-5fd9d20dcbad gatekeeper:K8sPSPForbiddenSysctls",
    "kyverno:restrict-sysctls",
  ]),
  equivalent("k8s:volume-types", "low", "platform", "Pod uses volume types that are not allowed", [
    "pss:restrictedVolumes trivy:KSV028 kyverno:restrict-volume-types gatekeeper:K8sPSPVolumeTypes",
  ]),
  equivalent(
    "k8s:capabilities-beyond-baseline",
    "medium",
    "platform",
    "Container adds capabilities beyond the baseline",
    ["pss:capabilities_baseline kyverno:disallow-capabilities"],
  ),
  equivalent("k8s:capabilities-added", "medium", "platform", "Container adds capabilities", [
    "trivy:KSV022 checkov:CKV_K8S_25 kubeaudit:CapabilityAdded",
  ]),
  equivalent("k8s:capabilities-dangerous", "high", "platform", "Container adds dangerous capabilities", [
    "kubescape:C-0046 polaris:dangerousCapabilities",
  ]),
  equivalent("k8s:capability-sys-admin", "high", "platform", "Container adds SYS_ADMIN", [
    "trivy:KSV005 checkov:CKV_K8S_39 kics:235236ee-ad78-4065-bd29-61b061f28ce0",
  ]),
  equivalent("k8s:capability-net-raw", "medium", "platform", "Container keeps NET_RAW", [
    "kube-linter:drop-net-raw-capability checkov:CKV_K8S_28 kics:dbbc6705-d541-43b0-b166-dd4be8208b54",
    "kyverno:drop-cap-net-raw",
  ]),
  equivalent("k8s:capabilities-not-dropped", "low", "platform", "Container does not drop all capabilities", [
    "trivy:KSV003 checkov:CKV_K8S_37 kyverno:drop-all-capabilities kubeaudit:CapabilityShouldDropAll",
  ]),
  equivalent("k8s:capabilities-none-dropped", "low", "platform", "Container drops no capability", [
    "trivy:KSV004 kics:268ca686-7fb7-4ae9-b129-955a2a89064e",
  ]),
  equivalent(
    "k8s:capabilities-restricted",
    "low",
    "platform",
    "Container keeps more capabilities than NET_BIND_SERVICE",
    ["pss:capabilities_restricted trivy:KSV106 kyverno:disallow-capabilities-strict"],
  ),
  equivalent("k8s:run-as-root", "medium", "platform", "Container may run as root", [
    "pss:runAsNonRoot kubescape:C-0013 trivy:KSV012 polaris:runAsRootAllowed kube-linter:run-as-non-root",
    "checkov:CKV_K8S_23 kics:cf34805e-3872-4c08-bf92-6ff7bb0cfadb kyverno:require-run-as-nonroot",
    "kubeaudit:RunAsNonRootCSCFalse kubeaudit:RunAsNonRootPSCNilCSCNil kubeaudit:RunAsNonRootPSCFalseCSCNil kyverno:require-run-as-non-root",
  ]),
  equivalent("k8s:run-as-user-zero", "medium", "platform", "Container sets user 0", [
    "pss:runAsUser trivy:KSV105 kyverno:require-run-as-non-root-user kubeaudit:RunAsUserCSCRoot",
    "kubeaudit:RunAsUserPSCRoot",
  ]),
  equivalent("k8s:low-user-id", "low", "platform", "Container runs with a low user id", [
    "trivy:KSV020 checkov:CKV_K8S_40 kics:02323c00-cdc3-4fdc-a310-4f2b3e7a1660",
  ]),
  equivalent("k8s:writable-root-filesystem", "medium", "platform", "Root filesystem is writable", [
    "kubescape:C-0017 trivy:KSV014 polaris:notReadOnlyRootFilesystem kube-linter:no-read-only-root-fs",
    "kube-score:container-security-context-readonlyrootfilesystem checkov:CKV_K8S_22",
    "kics:a9c2f49d-0671-4fc9-9ece-f4e261e128d0 kyverno:require-ro-rootfs kubeaudit:ReadOnlyRootFilesystemFalse",
    "kubeaudit:ReadOnlyRootFilesystemNil gatekeeper:K8sPSPReadOnlyRootFilesystem",
  ]),
];
