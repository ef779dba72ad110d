import { type EquivalentRule, equivalent } from "./row";

/** Who may do what, and who can reach what. */
export const accessAndNetworkRules: readonly EquivalentRule[] = [
  equivalent("k8s:network-policy-missing", "medium", "network", "No network policy covers the workload", [
    "kubescape:C-0260 kube-linter:non-isolated-pod checkov:CKV2_K8S_6",
  ]),
  equivalent(
    "k8s:network-policy-both-ways",
    "medium",
    "network",
    "Network policies do not cover both ingress and egress of the workload",
    ["kubescape:C-0030 polaris:missingNetworkPolicy kube-score:pod-networkpolicy"],
  ),
  equivalent("k8s:network-policy-missing-in-namespace", "medium", "network", "Namespace has no network policy", [
    "kubescape:C-0049 kubescape:C-0054 kubescape:C-0206",
  ]),
  equivalent("k8s:network-policy-without-target", "low", "network", "Network policy selects no pod", [
    "kubescape:C-0299 kube-linter:dangling-networkpolicy kube-score:networkpolicy-targets-pod",
    "kics:85ab1c5b-014e-4352-b5f8-d7dea3bb4fd3",
  ]),
  equivalent("k8s:node-port", "low", "network", "Service is exposed on a port of every node", [
    "kube-score:service-type kics:845acfbe-3e10-4b8e-b656-3b404d36dfb2 kyverno:restrict-nodeport gatekeeper:K8sBlockNodePort",
  ]),
  equivalent("k8s:external-ips", "high", "network", "Service takes external IPs", [
    "trivy:KSV108 kyverno:restrict-external-ips gatekeeper:K8sExternalIPs",
  ]),
  equivalent("k8s:ingress-tls", "medium", "network", "Ingress does not use TLS", [
    "kubescape:C-0263 polaris:tlsSettingsMissing",
  ]),
  equivalent("k8s:privileged-ports", "medium", "network", "Container listens on a privileged port", [
    "trivy:KSV117 kube-linter:privileged-ports",
  ]),
  equivalent("k8s:service-without-workload", "low", "network", "Service selects no workload", [
    "kubescape:C-0293 kube-linter:dangling-service kube-score:service-targets-pod",
    "kics:3ca03a61-3249-4c16-8427-6f8e47dda729",
  ]),
  equivalent("k8s:ingress-without-service", "low", "network", "Ingress points to no service", [
    "kubescape:C-0298 kube-linter:dangling-ingress kube-score:ingress-targets-service",
  ]),
  equivalent("k8s:cluster-admin-binding", "high", "platform", "Subject is bound to cluster-admin", [
    "kubescape:C-0185 kube-linter:cluster-admin-role-binding kics:249328b8-5f0f-409f-b1dd-029f07882e11",
  ]),
  equivalent(
    "k8s:default-service-account-binding",
    "medium",
    "platform",
    "Role is bound to a default service account",
    ["checkov:CKV_K8S_42 kics:1e749bc9-fde8-471c-af0c-8254efd2dee5"],
  ),
  equivalent("k8s:anonymous-binding", "critical", "platform", "Role is bound to anonymous users", [
    "kubescape:C-0262 trivy:KSV122 gatekeeper:K8sDisallowAnonymous",
  ]),
  equivalent("k8s:role-wildcard", "high", "platform", "Role uses wildcards", [
    "kube-linter:wildcard-in-rules checkov:CKV_K8S_49 kics:6b896afb-ca07-467a-b256-1a0077a1c08e",
  ]),
  equivalent("k8s:role-read-secrets", "high", "platform", "Role may read secrets", [
    "kubescape:C-0015 kubescape:C-0186 kics:b7bca5c4-1dab-4c2c-8cbe-3050b9d59b14",
  ]),
  equivalent("k8s:role-create-pods", "medium", "platform", "Role may create pods", [
    "kubescape:C-0188 kics:592ad21d-ad9b-46c6-8d2d-fad09d62a942",
  ]),
  equivalent("k8s:role-pod-exec", "high", "platform", "Role may run commands in pods", [
    "kubescape:C-0002 trivy:KSV053 kics:c589f42c-7924-4871-aee2-1cede9bc7cbc",
  ]),
  equivalent("k8s:role-pod-attach", "high", "platform", "Role may attach to pods", [
    "trivy:KSV054 kics:d45330fd-f58d-45fb-a682-6481477a0f84",
  ]),
  equivalent("k8s:role-port-forward", "medium", "platform", "Role may forward ports of pods", [
    "kubescape:C-0063 kics:38fa11ef-dbcc-4da8-9680-7e1fd855b6fb",
  ]),
  equivalent("k8s:role-impersonate", "medium", "platform", "Role may impersonate", [
    "kubescape:C-0065 kics:9f85c3f6-26fd-4007-938a-2e0cb0100980",
  ]),
  equivalent("k8s:role-webhooks", "critical", "platform", "Role may change admission webhooks", [
    "kubescape:C-0281 trivy:KSV114 checkov:CKV_K8S_155",
  ]),
  equivalent("k8s:role-approve-certificates", "high", "platform", "Role may approve certificate requests", [
    "kubescape:C-0280 checkov:CKV_K8S_156",
  ]),
  equivalent("k8s:role-node-proxy", "high", "platform", "Role may use the proxy of nodes", [
    "kubescape:C-0279 trivy:KSV047",
  ]),
];
