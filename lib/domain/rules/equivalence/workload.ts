import { type EquivalentRule, equivalent } from "./row";

/** How a workload is described: image, resources, probes, tokens, redundancy. */
export const workloadRules: readonly EquivalentRule[] = [
  equivalent("k8s:image-tag-latest", "medium", "platform", "Image has no tag or the tag latest", [
    "trivy:KSV013 polaris:tagNotSpecified kube-linter:latest-tag kube-score:container-image-tag",
    "checkov:CKV_K8S_14 kics:583053b7-e632-46f0-b989-f81ff8045385 kyverno:disallow-latest-tag gatekeeper:K8sDisallowedTags",
  ]),
  equivalent("k8s:image-digest-missing", "low", "platform", "Image is not pinned to a digest", [
    "kubescape:C-0306 checkov:CKV_K8S_43 kics:7c81d34c-8e5a-402b-9798-9f442630e678 gatekeeper:K8sImageDigests",
  ]),
  equivalent("k8s:image-pull-policy", "low", "platform", "Image pull policy is not Always", [
    "polaris:pullPolicyNotAlways kube-score:container-image-pull-policy checkov:CKV_K8S_15",
    "kics:caa3479d-885d-4882-9aac-95e5e78ef5c2",
  ]),
  equivalent("k8s:image-registry", "medium", "platform", "Image comes from a registry that is not allowed", [
    "kubescape:C-0078 trivy:KSV125 kyverno:restrict-image-registries gatekeeper:K8sAllowedRepos gatekeeper:K8sAllowedReposv2",
  ]),
  equivalent("k8s:liveness-probe", "low", "platform", "Container has no liveness probe", [
    "kubescape:C-0056 polaris:livenessProbeMissing kube-linter:no-liveness-probe checkov:CKV_K8S_8",
    "kics:ade74944-a674-4e00-859e-c6eab5bde441",
  ]),
  equivalent("k8s:readiness-probe", "low", "platform", "Container has no readiness probe", [
    "kubescape:C-0018 polaris:readinessProbeMissing kube-linter:no-readiness-probe checkov:CKV_K8S_9",
    "kics:a659f3b5-9bf0-438a-bd9a-7d3a6427f1e3",
  ]),
  equivalent("k8s:cpu-limit", "low", "platform", "Container has no CPU limit", [
    "kubescape:C-0270 trivy:KSV011 polaris:cpuLimitsMissing checkov:CKV_K8S_11",
    "kics:4ac0e2b7-d2d2-4af7-8799-e8de6721ccda kubeaudit:LimitsCPUNotSet",
  ]),
  equivalent("k8s:cpu-request", "low", "platform", "Container has no CPU request", [
    "kubescape:C-0268 trivy:KSV015 polaris:cpuRequestsMissing checkov:CKV_K8S_10",
    "kics:ca469dd4-c736-448f-8ac1-30a642705e0a",
  ]),
  equivalent("k8s:memory-limit", "low", "platform", "Container has no memory limit", [
    "kubescape:C-0271 trivy:KSV018 polaris:memoryLimitsMissing checkov:CKV_K8S_13",
    "kics:b14d1bc4-a208-45db-92f0-e21f8e2588e9 kubeaudit:LimitsMemoryNotSet",
  ]),
  equivalent("k8s:memory-request", "low", "platform", "Container has no memory request", [
    "kubescape:C-0269 trivy:KSV016 polaris:memoryRequestsMissing checkov:CKV_K8S_12",
    "kics:229588ef-8fde-40c8-8756-f4f2b5825ded",
  ]),
  equivalent(
    "k8s:secret-in-environment",
    "medium",
    "platform",
    "Container takes a secret from its environment instead of a file",
    [
      "kubescape:C-0207 kube-linter:read-secret-from-env-var checkov:CKV_K8S_35",
      "kics:3d658f8b-d988-41a0-a841-40043121de1e",
    ],
  ),
  equivalent(
    "k8s:service-account-token",
    "medium",
    "platform",
    "Service account token is mounted without being asked for",
    [
      "kubescape:C-0034 kubescape:C-0190 polaris:automountServiceAccountToken checkov:CKV_K8S_38",
      "kics:48471392-d4d0-47c0-b135-cdec95eb3eef gatekeeper:K8sPSPAutomountServiceAccountTokenPod",
    ],
  ),
  equivalent("k8s:deprecated-service-account-field", "low", "platform", "Deprecated field serviceAccount is used", [
    "kubescape:C-0294 kube-linter:deprecated-service-account-field",
    "kubeaudit:AutomountServiceAccountTokenDeprecated",
  ]),
  equivalent("k8s:service-account-not-found", "medium", "platform", "Service account does not exist", [
    "kubescape:C-0307 kube-linter:non-existent-service-account",
  ]),
  equivalent("k8s:default-namespace", "low", "platform", "Object is in the namespace default", [
    "kubescape:C-0061 kubescape:C-0212 trivy:KSV110 kube-linter:use-namespace checkov:CKV_K8S_21",
    "kyverno:disallow-default-namespace",
  ]),
  equivalent("k8s:deprecated-api", "low", "platform", "Object uses a deprecated API version", [
    "trivy:KSV107 kube-score:stable-version kics:94b76ea5-e074-4ca2-8a03-c5a606e30645",
    "kyverno:check-deprecated-apis kubeaudit:DeprecatedAPIUsed gatekeeper:VerifyDeprecatedAPI",
  ]),
  equivalent("k8s:tiller", "high", "platform", "Tiller (Helm 2) is deployed", [
    "trivy:KSV102 checkov:CKV_K8S_34 kics:6d173be7-545a-46c6-a81d-2ae52ed1605d kyverno:disallow-helm-tiller",
  ]),
  equivalent("k8s:dashboard", "low", "platform", "Kubernetes dashboard is deployed", [
    "checkov:CKV_K8S_33 kics:d2ad057f-0928-41ef-a83c-f59203bb855b",
  ]),
  equivalent("k8s:single-replica", "info", "platform", "Deployment has a single replica", [
    "polaris:deploymentMissingReplicas kube-score:deployment-replicas",
  ]),
  equivalent("k8s:pod-disruption-budget", "info", "platform", "No PodDisruptionBudget covers the workload", [
    "polaris:missingPodDisruptionBudget kube-score:deployment-has-poddisruptionbudget",
    "kube-score:statefulset-has-poddisruptionbudget kics:b23e9b98-0cb6-4fc9-b257-1f3270442678",
    "kics:1db3a5a5-bf75-44e5-9e44-c56cfc8b1ac5",
  ]),
  equivalent("k8s:pod-anti-affinity", "info", "platform", "Replicas may all run on one node", [
    "kube-linter:no-anti-affinity kube-score:deployment-has-host-podantiaffinity",
    "kube-score:statefulset-has-host-podantiaffinity kics:a31b7b82-d994-48c4-bd21-3bab6c31827a",
    "kics:d740d048-8ed3-49d3-b77b-6f072f3b669e",
  ]),
  equivalent("k8s:topology-spread", "info", "platform", "No topology spread constraint is set", [
    "polaris:topologySpreadConstraint kube-score:pod-topology-spread-constraints",
  ]),
  equivalent("k8s:autoscaler-minimum", "info", "platform", "Autoscaler may go down to one replica", [
    "polaris:hpaMinAvailability kube-score:horizontalpodautoscaler-replicas",
  ]),
  equivalent("k8s:autoscaler-target", "low", "platform", "Autoscaler has no target", [
    "kubescape:C-0300 kube-linter:dangling-horizontalpodautoscaler kube-score:horizontalpodautoscaler-has-target",
    "kics:2f652c42-619d-4361-b361-9f599688f8ca",
  ]),
  equivalent(
    "k8s:autoscaler-static-replicas",
    "info",
    "platform",
    "Deployment with an autoscaler also fixes its replicas",
    [
      "kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured",
      "kics:5744cbb8-5946-4b75-a196-ade44449525b",
    ],
  ),
  equivalent("k8s:selector-mismatch", "low", "platform", "Selector does not match the labels of the pods", [
    "kubescape:C-0296 kube-linter:mismatching-selector",
    "kube-score:deployment-pod-selector-labels-match-template-metadata-labels",
    "kube-score:statefulset-pod-selector-labels-match-template-metadata-labels",
  ]),
  equivalent("k8s:duplicate-environment-variable", "low", "platform", "Environment variable is set twice", [
    "kubescape:C-0295 kube-linter:duplicate-env-var kube-score:environment-variable-key-duplication",
  ]),
  equivalent("k8s:rolling-update", "info", "platform", "Deployment does not use rolling updates", [
    "kubescape:C-0305 kube-linter:no-rolling-update-strategy",
  ]),
  equivalent("k8s:cronjob-deadline", "info", "platform", "CronJob has no starting deadline", [
    "kube-score:cronjob-has-deadline kics:192fe40b-b1c3-448a-aba2-6cc19a300fe3",
  ]),
  equivalent("k8s:statefulset-service", "info", "platform", "StatefulSet has no headless service", [
    "kube-score:statefulset-has-servicename kics:bb241e61-77c3-4b97-9575-c0f8a1e008d0",
  ]),
];
