import type { Scope } from "@/lib/authz/scope";
import type { Run, Statement } from "@/lib/db/read";
import { severities, states } from "@/lib/domain/vocabulary";
import type { BoundedCount } from "../bounded";
import { all, Parameters } from "../sql";
import { visibleSums } from "../sums";
import { visible } from "../visible";
import { countsKev, type FindingFilter, rollUpConditions, sharedConditions } from "./filter";
import { openStates, presentStates } from "./states";

/** Facets that the roll-up counts by, and whether there is a fix, which it does not. */
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

/** Exact counts from the roll-up, of all facets but the fix. */
export async function facetsFromSums(run: Run, scope: Scope, filter: FindingFilter): Promise<Tallies> {
  const tallies = emptyTallies();
  const coarse = !filter.places && !filter.fixTeams && !countsKev(filter);
  const counted = dimensions.filter((dimension) => dimension !== "fix");
  const groups = facetGroups(filter, counted);
  for (const group of coarse ? groups.flatMap(teamsApart) : groups) {
    // Of those known to be exploited the roll-up counts what is there; facetsFromMatches adds what is not.
    const known =
      countsKev(filter) && group.of.includes("state") ? { ...group.filter, states: presentStates } : group.filter;
    const statement = (coarse ? fromSums : fromCounts)(scope, known, group.of);
    for (const row of await run<{ dimension: Dimension; code: number; n: number }>(statement)) {
      if (row.n > 0) tallies[row.dimension].set(row.code, { value: row.n, atLeast: false });
    }
  }
  return tallies;
}

interface Group {
  filter: FindingFilter;
  of: Dimension[];
}

/** Clusters and teams at once would take the sums of each pair of them. */
function teamsApart({ filter, of }: Group): Group[] {
  const [teams, rest] = [of.filter((one) => one === "team"), of.filter((one) => one !== "team")];
  return [rest, teams].filter((part) => part.length > 0).map((part) => ({ filter, of: part }));
}

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

function fromCounts(scope: Scope, filter: FindingFilter, of: readonly Dimension[]): Statement {
  const p = new Parameters();
  const { dimension, code, sets } = labelled(of);
  const conditions = [...visible(scope, p, "r"), ...rollUpConditions(filter, p, "r")];
  const measure = countsKev(filter) ? "kev" : "n";
  return {
    text: `SELECT ${dimension} AS dimension, ${code} AS code, sum(${measure}::int)::int AS n
      FROM posture_count r WHERE ${all(conditions)} GROUP BY ${sets}`,
    values: p.values,
  };
}

/** The coarse sums have a column for each severity: that facet is read across, the others down. */
function fromSums(scope: Scope, filter: FindingFilter, of: readonly Dimension[]): Statement {
  const p = new Parameters();
  const from = visibleSums(scope, p, { of, filter });
  const where = all(sharedConditions(filter, p, "r", ["severities"]));
  const wanted = filter.severities?.map((code) => severities.word(code)) ?? severities.list;
  const measure = wanted.length === 0 ? "0" : wanted.map((word) => `r."${word}"`).join(" + ");
  const down = of.filter((dimension) => dimension !== "severity");
  const parts: string[] = [];
  if (down.length > 0) {
    const { dimension, code, sets } = labelled(down);
    parts.push(`SELECT ${dimension} AS dimension, ${code} AS code, sum(${measure})::int AS n FROM r GROUP BY ${sets}`);
  }
  if (of.includes("severity")) {
    const sums = severities.list.map((word) => `sum(r."${word}")::int`).join(", ");
    parts.push(`SELECT 'severity' AS dimension, x.code::int - 1 AS code, x.n FROM (SELECT ARRAY[${sums}] AS counts FROM r) s
      CROSS JOIN LATERAL unnest(s.counts) WITH ORDINALITY x(n, code)`);
  }
  return {
    text: `WITH r AS MATERIALIZED (SELECT r.* FROM ${from} r WHERE ${where}) ${parts.join(" UNION ALL ")}`,
    values: p.values,
  };
}
