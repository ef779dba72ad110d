const DAY = 86_400_000;

/** A due date is at risk when it is this near. */
export const AT_RISK_DAYS = 3;
/** What is due this soon is the work of the week. */
export const DUE_SOON_DAYS = 7;

export const standings = ["breached", "at_risk", "on_track"] as const;
export type Standing = (typeof standings)[number];

/**
 * How a finding stands to its due date: breached when that is past, at risk in its last days. null: it has none, or it
 * needs no action (decided upon, or not there any more), so that nothing is owed.
 */
export function standing(dueAt: Date | null, needsAction: boolean, now: Date): Standing | null {
  if (!dueAt || !needsAction) return null;
  const left = dueAt.getTime() - now.getTime();
  return left < 0 ? "breached" : left < AT_RISK_DAYS * DAY ? "at_risk" : "on_track";
}

/** What lists of findings can be narrowed to by their due date; `soon` has `at_risk` in it. */
export const dueWords = ["breached", "at_risk", "soon"] as const;
export type DueWord = (typeof dueWords)[number];

/** Due dates from the one time, null: since ever, up to before the other. */
export interface DueWindow {
  from: Date | null;
  to: Date;
}

/** The due dates that a word stands for at a moment, of what needs action: `standing` in terms of times. */
export function dueWindow(word: DueWord, now: Date): DueWindow {
  if (word === "breached") return { from: null, to: now };
  const days = word === "at_risk" ? AT_RISK_DAYS : DUE_SOON_DAYS;
  return { from: now, to: new Date(now.getTime() + days * DAY) };
}
