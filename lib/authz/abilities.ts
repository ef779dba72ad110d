import type { Actor } from "./actor";
import { can, type Target } from "./can";
import type { Action } from "./policy";

/**
 * What the actor may do with one object, to be sent with it: the browser shows or hides by these and never works
 * out rights itself. Keys are action names.
 */
export function abilities<const A extends Action>(
  actor: Actor,
  actions: readonly A[],
  target: Target,
): Record<A, boolean> {
  return Object.fromEntries(actions.map((action) => [action, can(actor, action, target)])) as Record<A, boolean>;
}

/** Actions of a finding. */
export const findingActions = [
  "findings.triage",
  "exceptions.request",
  "exceptions.decide",
  "severity.override",
] as const;
/** Actions of a remediation. */
export const remediationActions = ["remediations.write"] as const;
/** Actions of an uploaded report. */
export const reportActions = ["imports.confirm"] as const;
/** Actions of a cluster. */
export const clusterActions = ["clusters.manage", "reports.import"] as const;
/** Actions of a team. */
export const teamActions = ["members.manage", "teams.manage"] as const;

/** What the actor may do at all, to decide which pages and buttons exist. */
export function generalAbilities(actor: Actor, actions: readonly Action[]): Record<string, boolean> {
  return Object.fromEntries(actions.map((action) => [action, can(actor, action)]));
}
