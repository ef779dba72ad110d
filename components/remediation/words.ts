import type { RemediationItem, RemediationRow, RemediationState } from "@/lib/client/contract/remediation";

export const remediationName: Record<RemediationState, string> = {
  todo: "To do",
  in_progress: "In progress",
  awaiting_verification: "Awaiting verification",
  verified: "Verified",
  blocked: "Blocked",
  cancelled: "Cancelled",
};

/** Columns of the board, in the order of the work. */
export const boardStates: readonly RemediationState[] = [
  "todo",
  "in_progress",
  "awaiting_verification",
  "blocked",
  "verified",
];

export const standingName: Record<RemediationItem["standing"], string> = {
  open: "Open",
  fixed: "Fixed",
  excepted: "Excepted",
  unproven: "Not proven",
};

/** What its next move waits for, in one clause; null where there is nothing to say. */
export function waitsFor({
  state,
  progress,
  claimedAt,
}: Pick<RemediationRow, "state" | "progress" | "claimedAt">): string | null {
  const { open, fixed, excepted, unproven, awaitingScan } = progress;
  if (state === "verified" || state === "cancelled") return null;
  if (open === 0 && fixed === 0 && unproven === 0) {
    return excepted > 0 ? "Everything is covered by exceptions: nothing is left to fix" : "It has no findings";
  }
  if (open === 0 && unproven > 0) {
    const one = unproven === 1;
    return `${unproven} ${one ? "is" : "are"} no longer reported, which proves no fix: take ${one ? "it" : "them"} out, or wait for a report that shows ${one ? "it" : "them"} gone`;
  }
  if (state !== "awaiting_verification" || claimedAt === null) return null;
  if (awaitingScan > 0) return `${awaitingScan} of ${open} wait for the first scan of a new version`;
  return "Waits for a complete report from after the claim";
}

/** Share of what counts that is fixed, 0–1; null where nothing counts. */
export function share({ open, fixed, unproven }: RemediationRow["progress"]): number | null {
  const all = open + fixed + unproven;
  return all === 0 ? null : fixed / all;
}
