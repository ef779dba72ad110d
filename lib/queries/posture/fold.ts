import { severities } from "@/lib/domain/vocabulary";
import { openStates, presentStates, weighingStates } from "../finding/states";

/** Columns of `posture_day`: what a row of a posture is made of. */
export const folded = [
  ...severities.list.map((word) => `"${word}"`),
  ...["present", "accepted", "accepted_points", "exposed_kev", "fixable", "points"],
] as const;

const has = (states: readonly number[]) => `x.state IN (${states.join(", ")})`;
const when = (states: readonly number[], column: string, name = column) =>
  `CASE WHEN ${has(states)} THEN x.${column} ELSE 0 END AS ${name}`;
const accepted = [4];

/** The same of a row `x` of `posture_sum`, in that order; only states that `foldedStates` allows count. */
export const foldedNow = [
  ...severities.list.map((word) => when(openStates, `"${word}"`)),
  `${severities.list.map((word) => `x."${word}"`).join(" + ")} AS present`,
  `CASE WHEN ${has(accepted)} THEN ${severities.list.map((word) => `x."${word}"`).join(" + ")} ELSE 0 END AS accepted`,
  when(accepted, "points", "accepted_points"),
  when(weighingStates, "exposed_kev"),
  "x.fixable",
  when(weighingStates, "points"),
].join(", ");

export const foldedStates = has(presentStates);
