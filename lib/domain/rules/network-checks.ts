/**
 * Checks of Kubernetes objects that are about traffic and have no row in the table of equivalent rules, which states
 * its own areas. Ids as `ruleId` makes them; sources as there.
 */
const ids = [
  "trivy:KSV038 trivy:KUBE-0001 trivy:KUBE-0002",
  "kubescape:C-0021 kubescape:C-0042 kubescape:C-0205 kubescape:C-0230 kubescape:C-0231 kubescape:C-0240",
  "kubescape:C-0245 kubescape:C-0256 kubescape:C-0266 kubescape:C-0274 kubescape:C-0302",
  "kube-linter:exposed-services kube-linter:ssh-port kube-linter:dangling-networkpolicypeer-podselector",
  "checkov:CKV_K8S_152 checkov:CKV_K8S_153 checkov:CKV_K8S_154 checkov:CKV2_K8S_4",
  "kics:0401f71b-9c1e-4821-ab15-a955caa621be kics:69bbc5e3-0818-4150-89cc-1e989b48f23b",
  "kics:26763a1c-5dda-4772-b507-5fca7fb5f165 kics:03aabc8c-35d6-481e-9c85-20139cf72d23",
  "kyverno:disallow-empty-ingress-host kyverno:disallow-host-ports-range",
  "kyverno:add-networkpolicy kyverno:add-networkpolicy-dns",
  "kubeaudit:MissingDefaultDenyIngressAndEgressNetworkPolicy kubeaudit:MissingDefaultDenyIngressNetworkPolicy",
  "kubeaudit:MissingDefaultDenyEgressNetworkPolicy kubeaudit:AllowAllIngressNetworkPolicyExists",
  "kubeaudit:AllowAllEgressNetworkPolicyExists",
];

export const networkChecks: ReadonlySet<string> = new Set(ids.flatMap((line) => line.split(" ")));
