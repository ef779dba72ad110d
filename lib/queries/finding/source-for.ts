import type { Scope } from "@/lib/authz/scope";
import type { FindingFilter } from "./filter";
import type { FleetSize } from "./fleet-size";
import { ownTeams, type Source } from "./sources";
import { closedStates, openStates } from "./states";

/** Rows of the roll-up within a namespace that is not looked through as a whole. */
const fewCells = 750;
const someExploited = 1_000;
/** Rows of the roll-up that are looked up one by one: each costs a descent of the index. */
const someCells = 7_500;
/** The same where the other way is to look at every finding. */
const manyCells = 15_000;
/** Findings of a row of the roll-up from which on they are searched and not looked through. */
const largeCell = 30;
/** Findings of cells that are looked through for what hardly any of them is, where an index has that alone. */
const someFindings = 20_000;

/**
 * Where the matches of a filter are that nothing leads straight to: in cells where the roll-up says that they are few;
 * else within the piece that an index has of what a team has, or of what is marked. null: they are anybody's, and the
 * walk along a list has them as near.
 * @param total how many there are by the part of the filter that the roll-up counts
 */
export function sourceFor(scope: Scope, filter: FindingFilter, total: number, size: FleetSize): Source | null {
  const { due, kev, exposed, fixTeams } = filter;
  const own = ownTeams(scope, filter) !== null;
  // Of what is exploited a cell has hardly more than one, and all of it is little.
  if (kev === true) return total <= someExploited ? "cells" : "marked";
  if (total > someFindings && !filter.places) {
    if (exposed === true) return "marked";
    if (due) {
      const anywhere = !own && !filter.clusters && !filter.environments;
      if (fixTeams || due.from || anywhere) return "work";
      if (own) return "own";
    }
    // Rules and subjects stand in the indexes of lists, and in that by due date.
    if (filter.text) return own && !fixTeams ? "own" : null;
  }
  const cells = total / size.perCell;
  if (size.perCell > largeCell && cells <= someCells && !filter.text) return "largeCells";
  if (cells <= (filter.places ? fewCells : someCells)) return "cells";
  if (filter.places) return "places";
  if (fixTeams) return "work";
  // What is due within days is little of what anybody has; what is late may be most of it, and then the own is enough.
  if (own) return due?.from ? "work" : "own";
  if (!leadsWalk(filter) && cells <= manyCells) return "cells";
  if (exposed === true) return "marked";
  return due && !filter.clusters && !filter.environments ? "work" : null;
}

/** Does it narrow by nothing but what the index of a list begins with? */
function leadsWalk({ states, places, areas, kinds, fixStates }: FindingFilter): boolean {
  const whole = [openStates, closedStates].every(
    (half) => half.every((s) => states.includes(s)) || !half.some((s) => states.includes(s)),
  );
  return whole && [places, areas, kinds, fixStates].every((part) => part === undefined);
}
