/** A due date is at risk when it is this near. */
export const AT_RISK_DAYS = 3;

export const standings = ["breached", "at_risk", "on_track"] as const;
export type Standing = (typeof standings)[number];

/**
 * How a finding stands to its due date: breached when that is past, at risk in its last days. null: it has none, or it
 * needs no action (decided upon, or not there any more), so that nothing is owed.
 */
export function standing(dueAt: Date | null, needsAction: boolean, now: Date): Standing | null {
  if (!dueAt || !needsAction) return null;
  const left = dueAt.getTime() - now.getTime();
  return left < 0 ? "breached" : left < AT_RISK_DAYS * 86_400_000 ? "at_risk" : "on_track";
}
