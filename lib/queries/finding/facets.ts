import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { states } from "@/lib/domain/vocabulary";
import type { BoundedCount } from "../bounded";
import { lookUp, type Named } from "../names";
import { facetsFromMatches } from "./facet-sample";
import { emptyTallies, facetsFromSums, type Tally } from "./facet-sums";
import { countsKev, type FindingFilter, isRollUp, matchesNothing } from "./filter";
import type { FindingRequest } from "./request";
import { resolveFilter } from "./resolve";
import { closedStates, openStates } from "./states";

/** Code or id of a value, and how many findings would show with it. */
export interface FacetValue {
  code: number;
  count: BoundedCount;
}

export type NamedValue = FacetValue & { named: Named | null };

export interface Facets {
  severity: FacetValue[];
  area: FacetValue[];
  kind: FacetValue[];
  state: FacetValue[];
  fix: FacetValue[];
  /** 0: not deployed. */
  cluster: NamedValue[];
  /** 0: unowned. */
  team: NamedValue[];
}

/**
 * For each facet, the counts with every other filter applied: exact where the roll-up can say, else of a bounded
 * number of matches. Teams that the reader may not name are left out.
 */
export async function findingFacets(scope: Scope, request: FindingRequest): Promise<Facets> {
  return reading(scope, async (run) => {
    const filter = await resolveFilter(run, scope, request);
    const tallies = await talliesOf(run, scope, filter);
    const names = await lookUp(run, scope, {
      clusters: [...tallies.cluster.keys()],
      teams: [...tallies.team.keys()],
    });
    return {
      severity: valuesOf(tallies.severity).reverse(),
      area: valuesOf(tallies.area),
      kind: valuesOf(tallies.kind),
      state: withOpen(valuesOf(tallies.state)),
      fix: valuesOf(tallies.fix).reverse(),
      cluster: namedValues(tallies.cluster, names.clusters),
      team: namedValues(tallies.team, names.teams),
    };
  });
}

async function talliesOf(run: Run, scope: Scope, filter: FindingFilter) {
  if (filter.text && matchesNothing({ states: [0], text: filter.text })) return emptyTallies();
  if (!isRollUp(filter)) return facetsFromMatches(run, scope, filter);
  const tallies = await facetsFromSums(run, scope, filter);
  if (!countsKev(filter)) return tallies;
  const { state } = await facetsFromMatches(run, scope, { ...filter, states: closedStates }, ["state"], true);
  return { ...tallies, state: new Map([...tallies.state, ...state]) };
}

function valuesOf(tally: Tally): FacetValue[] {
  return [...tally].map(([code, count]) => ({ code, count })).sort((a, b) => a.code - b.code);
}

function namedValues(tally: Tally, names: Map<number, Named>): NamedValue[] {
  return valuesOf(tally)
    .map((value) => ({ ...value, named: names.get(value.code) ?? null }))
    .filter((value) => value.code === 0 || value.named !== null)
    .sort((a, b) => Number(a.code === 0) - Number(b.code === 0) || b.count.value - a.count.value);
}

const OPEN = states.code("open");

/** As a filter, `open` stands for all that needs action: so does its count. */
function withOpen(values: FacetValue[]): FacetValue[] {
  const parts = values.filter(({ code }) => openStates.includes(code));
  if (parts.length === 0) return values;
  const count = {
    value: parts.reduce((sum, part) => sum + part.count.value, 0),
    atLeast: parts.some((part) => part.count.atLeast),
  };
  return [{ code: OPEN, count }, ...values.filter(({ code }) => code !== OPEN)];
}
