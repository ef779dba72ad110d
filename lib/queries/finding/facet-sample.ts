import type { Scope } from "@/lib/authz/scope";
import type { Run, Statement } from "@/lib/db/read";
import { countMost } from "../bounded";
import { all, Parameters } from "../sql";
import { visible } from "../visible";
import {
  type Dimension,
  dimensions,
  emptyTallies,
  facetGroups,
  type Group,
  groupTotals,
  type Tallies,
} from "./facet-sums";
import { type FindingFilter, findingConditions, halves, sharedConditions } from "./filter";
import { fleetSize } from "./fleet-size";
import { outline } from "./outline";
import { directSource } from "./page";
import { sourceFor } from "./source-for";
import { matches, type Source, sources } from "./sources";

/** Where there is no shorter way to the matches, so many are looked at in each cluster: as many in all, however many there are. */
const perCluster = (clusters: number) => Math.max(100, Math.ceil(countMost / Math.max(1, clusters)));

const columns: Readonly<Record<Dimension, string>> = {
  severity: "f.severity",
  area: "f.area",
  kind: "f.kind",
  state: "f.state",
  cluster: "f.cluster_id",
  team: "f.team_id",
  fix: "f.fix_state",
};

/**
 * Counts of filters that the roll-up has no column for, from the matches themselves. No more than a bounded number is
 * looked at: then each count is a lower bound, and says so.
 * @param asChosen count within the filter, of the facets that it narrows too
 */
export async function facetsFromMatches(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  wanted?: readonly Dimension[],
  asChosen = false,
): Promise<Tallies> {
  const tallies = emptyTallies();
  const groups = asChosen ? [{ filter, of: [...(wanted ?? dimensions)] }] : facetGroups(filter, wanted);
  const ways = await waysFor(run, scope, filter, groups);
  for (const [i, whole] of groups.entries()) {
    const source = ways[i] as Source | null;
    const group = source === "text" ? { ...whole, filter: clipped(whole.filter) } : whole;
    const { statement, bounded } = await statementFor(run, scope, group, source);
    const rows = await run<{ dimension: Dimension; code: number; n: number; total: number }>(statement);
    for (const { dimension, code, n, total } of rows) {
      tallies[dimension].set(code, { value: n, atLeast: bounded(total) || (group.filter.text?.truncated ?? false) });
    }
  }
  return tallies;
}

/** Things that a text stands for whose findings are looked through for what hardly any of them is. */
const someSubjects = 40;

/** With nothing that leads to them, what is marked is sought among the findings of a few of the things: the rest is "at least". */
function clipped(filter: FindingFilter): FindingFilter {
  const { text, exposed, kev, clusters, environments, places, teams } = filter;
  const narrowed = [clusters, environments, places, teams].some((part) => part !== undefined);
  if (!text || narrowed || !(exposed || kev) || text.subjects.length <= someSubjects) return filter;
  return { ...filter, text: { ...text, subjects: text.subjects.slice(0, someSubjects), truncated: true } };
}

/** The short way to the matches of each group; null: there is none. */
async function waysFor(run: Run, scope: Scope, filter: FindingFilter, groups: readonly Group[]) {
  const direct = directSource(scope, filter);
  if (direct) return groups.map(() => direct);
  const size = await fleetSize(run);
  const totals = await groupTotals(run, scope, filter, groups);
  return groups.map((group, i) => sourceFor(scope, group.filter, totals[i] as number, size));
}

async function statementFor(run: Run, scope: Scope, { filter, of }: Group, source: Source | null) {
  const past = (total: number) => total > countMost;
  if (source) return { statement: counted(scope, filter, of, source), bounded: past };
  const where = await outline(run, scope, filter);
  // One full cluster makes every count a lower bound: nobody knows which of its findings were left out.
  const statement = counted(scope, filter, of, where.clusters);
  const full = perCluster(where.clusters.length);
  return { statement, bounded: (total: number) => total >= full };
}

function counted(
  scope: Scope,
  filter: FindingFilter,
  of: readonly Dimension[],
  from: Source | readonly number[],
): Statement {
  const p = new Parameters();
  const list = of.map((dimension) => columns[dimension]).join(", ");
  const { common, rows } =
    typeof from === "string" ? bySource(scope, filter, p, list, from) : byCluster(scope, filter, p, list, from);
  const each = of.map(
    (dimension) =>
      `SELECT '${dimension}' AS dimension, ${columns[dimension].slice(2)}::int AS code, sum(n)::int AS n FROM m GROUP BY 2`,
  );
  // Summed once for all facets together, which are then few rows to sum for each.
  return {
    text: `WITH ${common ? `${common},` : ""} m AS MATERIALIZED (SELECT ${list}, count(*) AS n FROM (${rows}) f GROUP BY ${list})
      SELECT x.*, (SELECT sum(n)::int FROM m) AS total FROM (${each.join(" UNION ALL ")}) x`,
    values: p.values,
  };
}

function bySource(scope: Scope, filter: FindingFilter, p: Parameters, list: string, source: Source) {
  const found = sources[source](scope, filter, p);
  return { common: found.common, rows: `SELECT * FROM (${matches(found, list)}) f LIMIT ${countMost + 1}` };
}

function byCluster(scope: Scope, filter: FindingFilter, p: Parameters, list: string, clusters: readonly number[]) {
  const conditions = [
    "f.cluster_id = c.id",
    ...sharedConditions(filter, p, "f", ["clusters", "environments"]),
    ...findingConditions(filter, p, "f"),
    ...visible(scope, p, "f"),
  ];
  const branches = halves(filter, "f").map(
    (half) =>
      `(SELECT ${list} FROM finding f WHERE ${all([half, ...conditions])} LIMIT ${perCluster(clusters.length)})`,
  );
  const rows = `SELECT x.* FROM unnest(${p.add(clusters, "int[]")}) c(id)
    CROSS JOIN LATERAL (${branches.join(" UNION ALL ")}) x`;
  return { common: null, rows };
}
