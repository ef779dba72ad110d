import type { Decision, Presence, State, Work } from "../vocabulary";

export interface Axes {
  presence: Presence;
  /** The image at its place moved to a version that no complete report has covered yet. */
  awaitingScan: boolean;
  decision: Decision;
  work: Work;
}

/**
 * The one state that is shown. What reports say comes first: a thing that is not there is fixed, replaced, gone,
 * withdrawn or quiet, whatever was decided. Then what people decided, then doubt about the evidence, then the work.
 */
export function deriveState({ presence, awaitingScan, decision, work }: Axes): State {
  if (presence !== "present") return presence;
  if (decision !== "none") return decision;
  if (awaitingScan) return "awaiting_scan";
  return work === "todo" ? "open" : work;
}

/** `open`: somebody has to do something. `decided`: there, but nobody has to. `closed`: not there any more. */
export type StateGroup = "open" | "decided" | "closed";

export const stateGroups: Readonly<Record<State, StateGroup>> = {
  open: "open",
  in_progress: "open",
  awaiting_verification: "open",
  awaiting_scan: "open",
  accepted: "decided",
  false_positive: "decided",
  mitigated: "decided",
  no_fix: "decided",
  fixed: "closed",
  replaced: "closed",
  gone: "closed",
  withdrawn: "closed",
  quiet: "closed",
};

/** Does this state stand in the queue of work? */
export const isOpen = (state: State): boolean => stateGroups[state] === "open";

/** Is it there, decided or not? */
export const isPresent = (state: State): boolean => stateGroups[state] !== "closed";
