import { isOpen, isPresent } from "@/lib/domain/lifecycle/state";
import { type State, states } from "@/lib/domain/vocabulary";

const codes = (test: (state: State) => boolean) => states.list.filter(test).map((state) => states.code(state));

/** Codes of the states that need action. */
export const openStates = codes(isOpen);
/** Codes of the states of findings that are there. */
export const presentStates = codes(isPresent);
/** Those of them that weigh in a score: accepted risk does. */
export const weighingStates = codes((state) => isPresent(state) && state !== "false_positive" && state !== "mitigated");
export const closedStates = codes((state) => !isPresent(state));

/**
 * Codes that state words stand for. `open` means all that needs action, as people use the word; the narrower states
 * have names of their own. Words that are none match nothing.
 */
export function stateCodes(words: readonly string[] | undefined): number[] {
  const found = (words ?? ["open"]).flatMap((word) => {
    if (word === "open") return openStates;
    if (word === "closed") return closedStates;
    if (word === "all") return states.list.map((_, code) => code);
    return states.is(word) ? [states.code(word)] : [];
  });
  return [...new Set(found)].sort((a, b) => a - b);
}
