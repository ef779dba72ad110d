import type { Decision, Presence, RemediationState } from "../vocabulary";
import { remediationTransition } from "./transitions";

/** How an item of a remediation stands. Only `fixed` is a fix. */
export type ItemState =
  /** There, and somebody has to do something. */
  | "open"
  /** Shown to be gone by a complete report, or what had it no longer runs. */
  | "fixed"
  /** Covered by a decision: neither in the way of verification nor a fix. */
  | "excepted"
  /** No longer said by its source, or not heard of for a while. That proves nothing. */
  | "unproven";

export const itemStates: readonly ItemState[] = ["open", "fixed", "excepted", "unproven"];

export function itemState({ presence, decision }: { presence: Presence; decision: Decision }): ItemState {
  switch (presence) {
    case "present":
      return decision === "none" ? "open" : "excepted";
    case "fixed":
    case "replaced":
    case "gone":
      return "fixed";
    case "withdrawn":
    case "quiet":
      return "unproven";
  }
}

/** What is known of the items of a remediation. */
export interface ItemEvidence {
  open: number;
  fixed: number;
  excepted: number;
  unproven: number;
  /** Of the open ones, those that a complete report from after the claim still shows. */
  refuted: number;
}

/**
 * Where evidence takes a remediation; null: nowhere.
 * Verified when something was fixed and nothing is open or unproven; a claim falls when a later complete report still
 * shows one of its findings; what was verified starts anew when a finding is back.
 */
export function evidenceMove(state: RemediationState, items: ItemEvidence): RemediationState | null {
  const done = items.fixed > 0 && items.open === 0 && items.unproven === 0;
  const wanted: RemediationState | null = done
    ? "verified"
    : state === "verified"
      ? items.open > 0
        ? "todo"
        : null
      : items.refuted > 0
        ? "in_progress"
        : null;
  return wanted !== null && remediationTransition(state, wanted, "evidence") ? wanted : null;
}
