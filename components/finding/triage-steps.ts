import { plural } from "@/components/ui/format";
import type { FindingRow } from "@/lib/client/contract/finding";
import type { State, Work } from "@/lib/domain/vocabulary";
import { workName } from "./words";

export type Change = { work?: Work; assignee?: "me" | number | null };

/** One step of triage: what is sent, what is shown at once, and the way back where there is one. */
export type Step = {
  finding: FindingRow;
  change: Change;
  shown: Partial<FindingRow>;
  said: string;
  undo?: { change: Change; shown: Partial<FindingRow> };
};

const stateOfWork: Record<Work, State> = {
  todo: "open",
  in_progress: "in_progress",
  awaiting_verification: "awaiting_verification",
};
const working: readonly State[] = ["open", "in_progress", "awaiting_verification"];

/** Going back to nobody is always possible; going back to somebody else is not this person's to do. */
const backToNobody = { change: { assignee: null }, shown: { assignee: null } } as const;

export function claimStep(finding: FindingRow, me: string): Step {
  const undo = finding.assignee === null ? backToNobody : undefined;
  return { finding, change: { assignee: "me" }, shown: { assignee: me }, said: "Claimed by you", undo };
}

export function releaseStep(finding: FindingRow, me: string): Step {
  const undo = finding.assignee === me ? { change: { assignee: "me" as const }, shown: { assignee: me } } : undefined;
  return { finding, change: { assignee: null }, shown: { assignee: null }, said: "Released", undo };
}

export function assignStep(finding: FindingRow, person: { userId: number; name: string }): Step {
  const undo = finding.assignee === null ? backToNobody : undefined;
  return {
    finding,
    change: { assignee: person.userId },
    shown: { assignee: person.name },
    said: `Assigned to ${person.name}`,
    undo,
  };
}

/** A decision or a missing scan shows before the work does: then the state shown stays the server's to say. */
const shownWork = (finding: FindingRow, work: Work) =>
  working.includes(finding.state) ? { state: stateOfWork[work] } : {};

export function workStep(finding: FindingRow, from: Work, to: Work): Step {
  return {
    finding,
    change: { work: to },
    shown: shownWork(finding, to),
    said: workName[to],
    undo: { change: { work: from }, shown: shownWork(finding, from) },
  };
}

/** The step that takes another one back. */
export function undoing(step: Step): Step | null {
  if (!step.undo) return null;
  return { finding: { ...step.finding, ...step.shown }, ...step.undo, said: "Taken back" };
}

/** What several steps came to, in one line. */
export function saidOfMany(said: string, done: number, failed: number): string {
  const text = `${said}: ${plural(done, "finding")}`;
  return failed === 0 ? text : `${text}; ${failed} could not be changed`;
}
