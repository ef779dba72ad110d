import { isObject, type Json, textOf } from "../trivy/guards";

/** Statuses of VEX, which may have taken a match out. */
const vexStatuses = new Set(["not_affected", "fixed", "affected", "under_investigation"]);

/** Why Grype ignored a match, in words that are few: by an ignore rule, by VEX, or by the state of its fix. */
export function suppression(ignored: Json): string {
  const rules = Array.isArray(ignored.appliedIgnoreRules) ? ignored.appliedIgnoreRules.filter(isObject) : [];
  const vex = rules.map((rule) => textOf(rule["vex-status"])).find((status) => vexStatuses.has(status));
  if (vex) return `suppressed in the source (VEX: ${vex})`;
  const byFix = rules.some((rule) => textOf(rule["fix-state"]) !== "" && textOf(rule.vulnerability) === "");
  return byFix ? "suppressed in the source (state of its fix)" : "suppressed in the source (ignore rule)";
}
