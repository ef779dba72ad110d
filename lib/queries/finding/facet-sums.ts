import type { Scope } from "@/lib/authz/scope";
import type { Run, Statement } from "@/lib/db/read";
import { severities, states } from "@/lib/domain/vocabulary";
import type { BoundedCount } from "../bounded";
import { all, Parameters } from "../sql";
import { visibleSums } from "../sums";
import { visible } from "../visible";
import { countsKev, type FindingFilter, onlyConditions, type Part, rollUpConditions, sharedConditions } from "./filter";
import { outline } from "./outline";
import { openStates, presentStates } from "./states";

/** Facets that the roll-up counts by. */
export const dimensions = ["severity", "area", "kind", "state", "cluster", "team", "fix"] as const;
export type Dimension = (typeof dimensions)[number];

/** Counts by code or id. */
export type Tally = Map<number, BoundedCount>;
export type Tallies = Record<Dimension, Tally>;

const column: Readonly<Record<Dimension, string>> = {
  severity: "severity",
  area: "area",
  kind: "kind",
  state: "state",
  cluster: "cluster_id",
  team: "team_id",
  fix: "fix_state",
};

const part = {
  severity: "severities",
  area: "areas",
  kind: "kinds",
  state: "states",
  cluster: "clusters",
  team: "teams",
  fix: "fixStates",
} as const;

/**
 * A filter without what it says of one facet. Without a state, all states that can be: that facet has always a filter to
 * lift.
 */
export function lifted(filter: FindingFilter, dimension: Dimension): FindingFilter {
  if (dimension === "state") return { ...filter, states: filter.due ? openStates : states.list.map((_, code) => code) };
  const { [part[dimension]]: _lifted, ...rest } = filter;
  return rest as FindingFilter;
}

export const isFiltered = (filter: FindingFilter, dimension: Dimension) => filter[part[dimension]] !== undefined;

/** One statement for the facets that nothing is chosen in, and one for each of the others. */
export function facetGroups(filter: FindingFilter, wanted: readonly Dimension[] = dimensions): Group[] {
  const free = wanted.filter((dimension) => !isFiltered(filter, dimension));
  const chosen = wanted.filter((dimension) => isFiltered(filter, dimension));
  return [
    ...(free.length > 0 ? [{ filter, of: free }] : []),
    ...chosen.map((dimension) => ({ filter: lifted(filter, dimension), of: [dimension] })),
  ];
}

/** Exact counts from the roll-up. */
export async function facetsFromSums(run: Run, scope: Scope, filter: FindingFilter): Promise<Tallies> {
  const tallies = emptyTallies();
  const coarse = isCoarse(filter);
  await run(unsorted);
  for (const of of coarse && scope.teams === "*" && !filter.fixTeams ? teamsApart : [dimensions]) {
    const groups = facetGroups(filter, of).map((group) => known(group));
    const statement = (coarse ? fromSums : fromCounts)(scope, filter, groups);
    for (const row of await run<{ dimension: Dimension; code: number; n: number }>(statement)) {
      if (row.n > 0) tallies[row.dimension].set(row.code, { value: row.n, atLeast: false });
    }
  }
  return tallies;
}

/** The planner expects a row or two of what may be thousands, and would sort them to count each value. */
const unsorted: Statement = { text: "SET LOCAL enable_sort = off" };

/** Facets that are counted within the same filter. */
export interface Group {
  filter: FindingFilter;
  of: Dimension[];
}

/** Clusters and teams at once would take the sums of each pair of them. */
const teamsApart: readonly (readonly Dimension[])[] = [dimensions.filter((one) => one !== "team"), ["team"]];

/** Of those known to be exploited the roll-up counts what is there; facetsFromMatches adds what is not. */
function known({ filter, of }: Group): Group {
  return { of, filter: countsKev(filter) && of.includes("state") ? { ...filter, states: presentStates } : filter };
}

/** What all groups ask for: the rows that any of them counts are read once. */
function shared(filter: FindingFilter, groups: readonly Group[]): FindingFilter {
  const chosen = groups.flatMap(({ of }) => of).filter((dimension) => isFiltered(filter, dimension));
  const common = chosen.reduce(lifted, filter);
  return chosen.includes("state") && countsKev(filter) ? { ...common, states: presentStates } : common;
}

/** The rest of what one of them asks for. */
function ownConditions({ filter }: Group, common: FindingFilter, p: Parameters, except: readonly Part[] = []): string {
  const parts = Object.values(part).filter((name) => filter[name] !== common[name] && !except.includes(name));
  return all(onlyConditions(filter, p, "r", parts));
}

/** How many match in each group by the part of its filter that the roll-up counts. */
export async function groupTotals(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  groups: readonly Group[],
): Promise<number[]> {
  if (!isCoarse(filter)) {
    const totals: number[] = [];
    for (const group of groups) totals.push((await outline(run, scope, group.filter)).total);
    return totals;
  }
  const p = new Parameters();
  const total = ({ filter: own }: Group, i: number, from: string, where: string) =>
    `SELECT ${i} AS i, coalesce(sum(${measureOf(own)}), 0)::int AS n FROM ${from} r WHERE ${where}`;
  // Each from the sums that are the fewest for it; where those are many for all, they are read once for all.
  const apart = !filter.areas && !filter.kinds && (scope.teams === "*" || scope.teams.length === 1);
  if (apart) {
    const parts = groups.map((group, i) => {
      const where = all(sharedConditions(group.filter, p, "r", elsewhere));
      return total(group, i, visibleSums(scope, p, { filter: group.filter }), where);
    });
    return totalsOf(run, { text: parts.join(" UNION ALL "), values: p.values }, groups);
  }
  // What one group lifts, the others narrow by.
  const of = groups.flatMap((group) => group.of).filter((dimension) => isFiltered(filter, dimension));
  const { common, rows } = sumsOf(scope, filter, of, groups, p);
  const parts = groups.map((group, i) => total(group, i, "r", ownConditions(group, common, p, elsewhere)));
  return totalsOf(run, { text: `${rows} ${parts.join(" UNION ALL ")}`, values: p.values }, groups);
}

async function totalsOf(run: Run, statement: Statement, groups: readonly Group[]): Promise<number[]> {
  const found = await run<{ i: number; n: number }>(statement);
  return groups.map((_, i) => found.find((row) => row.i === i)?.n ?? 0);
}

/** Do the sums without the place say it? */
const isCoarse = (filter: FindingFilter) => !filter.places && !countsKev(filter);

export function emptyTallies(): Tallies {
  return Object.fromEntries(dimensions.map((dimension) => [dimension, new Map()])) as Tallies;
}

/** SQL that names each row of grouping sets by the dimension that it is of. */
function labelled(of: readonly Dimension[]): { dimension: string; code: string; sets: string } {
  const when = of.map((dimension) => `WHEN grouping(${column[dimension]}) = 0 THEN`);
  return {
    dimension: `CASE ${of.map((dimension, i) => `${when[i]} '${dimension}'`).join(" ")} END`,
    code: `CASE ${of.map((dimension, i) => `${when[i]} ${column[dimension]}::int`).join(" ")} END`,
    sets: `GROUPING SETS (${of.map((dimension) => `(${column[dimension]})`).join(", ")})`,
  };
}

function fromCounts(scope: Scope, filter: FindingFilter, groups: readonly Group[]): Statement {
  const p = new Parameters();
  const common = shared(filter, groups);
  const conditions = [...visible(scope, p, "r"), ...rollUpConditions(common, p, "r")];
  const measure = countsKev(filter) ? "kev" : "n";
  const parts = groups.map((group) => {
    const { dimension, code, sets } = labelled(group.of);
    return `SELECT ${dimension} AS dimension, ${code} AS code, sum(${measure}::int)::int AS n FROM r
      WHERE ${ownConditions(group, common, p)} GROUP BY ${sets}`;
  });
  return {
    text: `WITH r AS ${once(groups)} (SELECT r.* FROM posture_count r WHERE ${all(conditions)}) ${parts.join(" UNION ALL ")}`,
    values: p.values,
  };
}

/** A single group is counted as it is read. */
const once = (groups: readonly Group[]) => (groups.length > 1 ? "MATERIALIZED" : "NOT MATERIALIZED");

/** The coarse sums have a column for each severity: that facet is read across, the others down. */
function fromSums(scope: Scope, filter: FindingFilter, groups: readonly Group[]): Statement {
  const p = new Parameters();
  const of = groups.flatMap((group) => group.of);
  const { common, rows } = sumsOf(scope, filter, of, groups, p);
  const parts = groups.flatMap((group) => {
    const own = ownConditions(group, common, p, elsewhere);
    return [...down(group, own), ...(group.of.includes("severity") ? [severitiesOf(own)] : [])];
  });
  return { text: `${rows} ${parts.join(" UNION ALL ")}`, values: p.values };
}

/** Parts of a filter that the sums have no column for, but columns, or rows, of their own. */
const elsewhere: readonly Part[] = ["severities", "fixTeams"];

/** The sums that any of the groups counts, as `r`. */
function sumsOf(
  scope: Scope,
  filter: FindingFilter,
  of: readonly Dimension[],
  groups: readonly Group[],
  p: Parameters,
): { common: FindingFilter; rows: string } {
  const common = shared(filter, groups);
  const from = visibleSums(scope, p, { of, filter: common });
  const where = all(sharedConditions(common, p, "r", elsewhere));
  return { common, rows: `WITH r AS MATERIALIZED (SELECT r.* FROM ${from} r WHERE ${where})` };
}

function measureOf({ severities: codes }: FindingFilter): string {
  const wanted = codes?.map((code) => severities.word(code)) ?? severities.list;
  return wanted.length === 0 ? "0" : wanted.map((word) => `r."${word}"`).join(" + ");
}

function down({ filter, of }: Group, where: string): string[] {
  const others = of.filter((dimension) => dimension !== "severity");
  if (others.length === 0) return [];
  const { dimension, code, sets } = labelled(others);
  return [
    `SELECT ${dimension} AS dimension, ${code} AS code, sum(${measureOf(filter)})::int AS n FROM r WHERE ${where} GROUP BY ${sets}`,
  ];
}

function severitiesOf(where: string): string {
  const sums = severities.list.map((word) => `sum(r."${word}")::int`).join(", ");
  return `SELECT 'severity' AS dimension, x.code::int - 1 AS code, x.n FROM (SELECT ARRAY[${sums}] AS counts FROM r WHERE ${where}) s
    CROSS JOIN LATERAL unnest(s.counts) WITH ORDINALITY x(n, code)`;
}
