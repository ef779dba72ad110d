import type { OwnershipRuleRow } from "@/lib/client/contract/admin";

type Conditions = Pick<OwnershipRuleRow, "cluster" | "namespace" | "labelKey" | "labelValue" | "image" | "repository">;

/** "cluster checkout-prod and namespace shop*": all that a rule asks for. */
export function ruleInWords(rule: Conditions): string {
  const parts = [
    rule.cluster && `cluster ${rule.cluster}`,
    rule.namespace && `namespace ${rule.namespace}`,
    rule.labelKey && `label ${rule.labelKey}${rule.labelValue ? `=${rule.labelValue}` : ""}`,
    rule.image && `image ${rule.image}`,
    rule.repository && `repository ${rule.repository}`,
  ].filter(Boolean);
  return parts.join(" and ");
}
