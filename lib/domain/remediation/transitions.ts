import type { RemediationState, Work } from "../vocabulary";

/** Who may move a remediation along: somebody who may write it, or nothing but what reports say. */
export type MovedBy = "person" | "evidence";

export interface RemediationTransition {
  from: RemediationState;
  to: RemediationState;
  by: MovedBy;
  /** What it is called on a button or in the history. */
  name: string;
  /** A person has to say why. */
  needsReason?: true;
}

const person = (from: RemediationState, to: RemediationState, name: string, needsReason?: true) => ({
  from,
  to,
  by: "person" as const,
  name,
  ...(needsReason && { needsReason }),
});
const evidence = (from: RemediationState, to: RemediationState, name: string) => ({
  from,
  to,
  by: "evidence" as const,
  name,
});

/**
 * THE transition table: what is not in it cannot happen. Nobody declares a fix verified, and evidence never starts,
 * blocks or cancels anything.
 */
export const remediationTransitions: readonly RemediationTransition[] = [
  person("todo", "in_progress", "Start"),
  person("todo", "blocked", "Block", true),
  person("todo", "cancelled", "Give up", true),
  person("in_progress", "awaiting_verification", "Say it is fixed"),
  person("in_progress", "todo", "Put back"),
  person("in_progress", "blocked", "Block", true),
  person("in_progress", "cancelled", "Give up", true),
  person("awaiting_verification", "in_progress", "Take back"),
  person("awaiting_verification", "cancelled", "Give up", true),
  person("blocked", "in_progress", "Resume"),
  person("blocked", "cancelled", "Give up", true),
  person("cancelled", "todo", "Plan again"),

  // What is gone is gone, whether somebody said so or not.
  evidence("todo", "verified", "Verified"),
  evidence("in_progress", "verified", "Verified"),
  evidence("awaiting_verification", "verified", "Verified"),
  evidence("blocked", "verified", "Verified"),
  evidence("awaiting_verification", "in_progress", "Sent back"),
  evidence("verified", "todo", "Reopened"),
];

/** The transition between two states for whoever wants it; null where there is none. */
export function remediationTransition(
  from: RemediationState,
  to: RemediationState,
  by: MovedBy,
): RemediationTransition | null {
  return remediationTransitions.find((t) => t.from === from && t.to === to && t.by === by) ?? null;
}

/** Where a person can take it from a state. */
export function personTransitions(from: RemediationState): readonly RemediationTransition[] {
  return remediationTransitions.filter((t) => t.from === from && t.by === "person");
}

/** States in which something is still to be done. */
export const activeStates: readonly RemediationState[] = ["todo", "in_progress", "awaiting_verification", "blocked"];

/** The work of its findings follows a remediation: in each of its states they are in this one. */
export const workOf: Readonly<Record<RemediationState, Work>> = {
  todo: "todo",
  in_progress: "in_progress",
  awaiting_verification: "awaiting_verification",
  verified: "todo",
  blocked: "todo",
  cancelled: "todo",
};
