import type { Scope } from "@/lib/authz/scope";
import type { FindingFilter } from "./filter";
import { ownTeams, type Source } from "./sources";
import { closedStates, openStates } from "./states";

const manyInCells = 5_000;
/** Of all findings so many are looked through by their cells, where the other way is to look at every one. */
const lookedThrough = 30_000;

/**
 * Where the matches of a filter are that nothing leads straight to: in cells where the roll-up says that they are few,
 * since each costs a descent of the index; else within the piece that an index has of what a team has, or of what is
 * marked. null: they are anybody's, and the walk along a list has them as near.
 * @param total how many there are by the part of the filter that the roll-up counts
 */
export function sourceFor(scope: Scope, filter: FindingFilter, total: number): Source | null {
  const { due, kev, exposed, fixTeams } = filter;
  if (total <= manyInCells) return "cells";
  if (kev === true) return "marked";
  if (fixTeams) return "work";
  if (ownTeams(scope, filter) !== null) return "own";
  if (exposed === true) return "marked";
  if (!leadsWalk(filter) && total <= lookedThrough) return "cells";
  return due && !filter.clusters && !filter.environments ? "work" : null;
}

/** Does it narrow by nothing but what the index of a list begins with? */
function leadsWalk({ states, places, areas, kinds }: FindingFilter): boolean {
  const whole = [openStates, closedStates].every(
    (half) => half.every((s) => states.includes(s)) || !half.some((s) => states.includes(s)),
  );
  return whole && [places, areas, kinds].every((part) => part === undefined);
}
