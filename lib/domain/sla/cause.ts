import { severityRises } from "../lifecycle/reopens";
import { type Axis, decisions, fixStates, presences, severities } from "../vocabulary";

/** Why a due date is what it is, or changed. */
export const dueCauses = [
  "first_seen",
  "arrived",
  "reopened",
  "fix",
  "rise",
  "fall",
  "listed",
  "delisted",
  "exception",
  "moved",
  "merged",
  "policy",
] as const;
export type DueCause = (typeof dueCauses)[number];

/** One change of the journal, in codes. */
export interface Change {
  axis: Axis;
  before: number | null;
  after: number | null;
}

const KEV = 1;

/** Why a due date changed, from what else changed in the same step of the journal. Alone it follows the policy. */
export function dueCause(step: readonly Change[], dueBefore: number | null): DueCause {
  const of = (axis: Axis) => step.find((change) => change.axis === axis);
  const [presence, fix, flags, severity] = [of("presence"), of("fix"), of("flags"), of("severity")];
  if (presence?.after === presences.code("present")) return "reopened";
  if (of("merged")) return "merged";
  if (of("place")) return "moved";
  if (dueBefore === null && fix && isFixable(fix.after) && !isFixable(fix.before)) return "fix";
  if (flags && has(flags.after) && !has(flags.before)) return "listed";
  if (severity) return rises(severity) ? "rise" : "fall";
  if (flags && has(flags.before) && !has(flags.after)) return "delisted";
  const decision = of("decision");
  if (decision && decision.before !== decisions.code("none")) return "exception";
  return of("first_seen") ? "first_seen" : "policy";
}

const has = (flags: number | null) => ((flags ?? 0) & KEV) !== 0;
const isFixable = (code: number | null) => {
  const word = fixStates.word(code ?? 0);
  return word !== "none" && word !== "wont_fix";
};
const rises = ({ before, after }: Change) =>
  before !== null && after !== null && severityRises(severities.word(before), severities.word(after));
