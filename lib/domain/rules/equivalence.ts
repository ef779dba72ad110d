import { accessAndNetworkRules } from "./equivalence/access-and-network";
import { podSecurityRules } from "./equivalence/pod-security";
import type { EquivalentRule } from "./equivalence/row";
import { workloadRules } from "./equivalence/workload";

export type { EquivalentRule };

/**
 * Checks of different tools that fail for the same reason on the same object and go away with the same change.
 * Titles are our own; ids and what they check come from the tools' own catalogues and sources (2024 to 2026):
 * kubescape/regolibrary, aquasecurity/trivy-checks, FairwindsOps/polaris, stackrox/kube-linter, zegl/kube-score,
 * bridgecrewio/checkov, Checkmarx/kics, kyverno/policies, open-policy-agent/gatekeeper-library, Shopify/kubeaudit,
 * kubernetes/pod-security-admission. Kyverno's policies and Gatekeeper's constraints as their libraries ship them.
 *
 * Left out on purpose, since they look alike and are not: checks of PodSecurityPolicies and of namespaces' admission
 * level, CIS section 5 (manual, about the cluster), bundles (kube-score's resources and probes, kubeaudit's
 * LimitsNotSet, Kubescape's C-0009, C-0050 and C-0004), Kubescape C-0187 (everything on everything, not any
 * wildcard), Trivy KSV118 (an empty security context only), kube-linter's unset-cpu- and unset-memory-requirements
 * (what they ask for changed between versions), env-var-secret (names with "secret" only) and
 * privilege-escalation-container (not when unset). kube-score's pod-networkpolicy asks for both directions. Constraints
 * that mean nothing without their parameters (K8sPSPCapabilities, K8sPSPAllowedUsers, K8sPSPAppArmor) or look at two
 * things (K8sPSPHostNamespace, K8sPSPHostNetworkingPorts, K8sContainerLimits, K8sRequiredProbes).
 */
export const equivalentRules: readonly EquivalentRule[] = [
  ...podSecurityRules,
  ...workloadRules,
  ...accessAndNetworkRules,
];

const byAlias = new Map(equivalentRules.flatMap((rule) => [rule.id, ...rule.aliases].map((id) => [id, rule] as const)));

/**
 * The control that a tool's check stands for, by an id as `ruleId` makes it; null: no equivalent is known. A Kyverno
 * policy of the table is one control, so it stands for its rules (`kyverno:POLICY/RULE`) under whatever names they go.
 */
export function equivalentOf(id: string): EquivalentRule | null {
  const policy = id.startsWith("kyverno:") ? (id.split("/")[0] ?? "") : "";
  return byAlias.get(id) ?? byAlias.get(policy) ?? null;
}
