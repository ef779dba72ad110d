import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { areas, fixStates, kinds, severities, states } from "@/lib/domain/vocabulary";
import { lookUp } from "../names";
import { all, Parameters } from "../sql";
import { visibleSums } from "../sums";
import { visible } from "../visible";
import { type BoundedCount, countMost } from "./count";
import {
  type FindingFilter,
  indexedConditions,
  isRollUp,
  matchesNothing,
  onlyConditions,
  rowConditions,
  sharedConditions,
} from "./filter";
import type { FindingRequest } from "./request";
import { resolveFilter } from "./resolve";

export interface FacetValue {
  value: string;
  label: string;
  count: BoundedCount;
}

export type Facets = Record<"severity" | "area" | "kind" | "state" | "cluster" | "team" | "fix", FacetValue[]>;

/** How many findings have these properties together. */
interface Cell {
  cluster: number;
  team: number;
  state: number;
  area: number;
  kind: number;
  severity: number;
  /** null in cells of the roll-up, which counts the fixable ones only. */
  fix: number | null;
  n: number;
  fixable: number;
}

const parts = {
  severity: "severities",
  area: "areas",
  kind: "kinds",
  state: "states",
  cluster: "clusters",
  team: "teams",
  fix: "fixStates",
} as const;
type Facet = keyof typeof parts;

/** For each facet, how many findings each value would show with every *other* filter as it is. */
export async function findingFacets(scope: Scope, request: FindingRequest): Promise<Facets> {
  return reading(scope, async (run) => {
    const filter = await resolveFilter(run, scope, request);
    const { severities: _s, areas: _a, kinds: _k, clusters: _c, teams: _t, fixStates: _f, ...rest } = filter;
    const base: FindingFilter = { ...rest, states: states.list.map((_, code) => code) };
    const coarse = isRollUp(base) && base.kev === undefined && !base.places && !base.fixTeams && !filter.fixStates;
    const cells = matchesNothing(base)
      ? []
      : coarse
        ? await fromSums(run, scope)
        : await fromFindings(run, scope, base);
    const atLeast = !coarse && cells.reduce((sum, cell) => sum + cell.n, 0) > countMost;
    const names = await lookUp(run, scope, {
      clusters: cells.map((cell) => cell.cluster),
      teams: cells.map((cell) => cell.team),
    });

    const counted = (facet: Facet) => {
      const counts = new Map<number, number>();
      for (const cell of cells) {
        const value = cell[facet];
        if (value === null || !matches(cell, filter, facet)) continue;
        counts.set(value, (counts.get(value) ?? 0) + cell.n);
      }
      return counts;
    };
    const shown = (counts: Map<number, number>, word: (code: number) => { value: string; label: string } | null) =>
      [...counts]
        .filter(([, n]) => n > 0)
        .flatMap(([code, n]) => {
          const named = word(code);
          return named
            ? [{ ...named, count: { value: Math.min(n, countMost), atLeast: atLeast || n > countMost } }]
            : [];
        });
    const words = (table: { word(code: number): string }) => (code: number) => {
      const value = table.word(code);
      return { value, label: value.replaceAll("_", " ") };
    };
    const slugs = (known: Map<number, { slug: string; name: string }>, nobody: string) => (id: number) => {
      if (id === 0) return { value: "none", label: nobody };
      const one = known.get(id);
      return one ? { value: one.slug, label: one.name } : null;
    };
    const bySize = (list: FacetValue[]) =>
      list.sort((a, b) => b.count.value - a.count.value || a.label.localeCompare(b.label));
    const inOrder = (counts: Map<number, number>) => new Map([...counts].sort(([a], [b]) => a - b));
    return {
      severity: shown(new Map([...counted("severity")].sort(([a], [b]) => b - a)), words(severities)),
      area: shown(inOrder(counted("area")), words(areas)),
      kind: bySize(shown(counted("kind"), words(kinds))),
      state: shown(inOrder(counted("state")), words(states)),
      cluster: bySize(shown(counted("cluster"), slugs(names.clusters, "Not deployed"))),
      team: bySize(shown(counted("team"), slugs(names.teams, "Unowned"))),
      fix: shown(coarse ? await fixable(run, scope, cells, filter) : counted("fix"), words(fixStates)),
    };
  });
}

/** Does a cell match all parts of the filter but that of the facet itself? */
function matches(cell: Cell, filter: FindingFilter, facet: Facet): boolean {
  return (Object.keys(parts) as Facet[]).every((other) => {
    const wanted = filter[parts[other]];
    const value = cell[other];
    return other === facet || wanted === undefined || value === null || wanted.includes(value);
  });
}

/** The roll-up counts what can be fixed; by severity only where it has the places too. */
async function fixable(
  run: Run,
  scope: Scope,
  cells: readonly Cell[],
  filter: FindingFilter,
): Promise<Map<number, number>> {
  const available = fixStates.code("available");
  if (!filter.severities) {
    const n = cells.filter((cell) => matches(cell, filter, "fix")).reduce((sum, cell) => sum + cell.fixable, 0);
    return new Map([[available, n]]);
  }
  const p = new Parameters();
  const conditions = [...visible(scope, p, "r"), ...sharedConditions(filter, p, "r")];
  const [row] = await run<{ n: number }>({
    text: `SELECT coalesce(sum(r.fixable), 0)::int AS n FROM posture_count r WHERE ${all(conditions)}`,
    values: p.values,
  });
  return new Map([[available, row?.n ?? 0]]);
}

/** The whole roll-up without places, a cell per severity: its size does not depend on the number of findings. */
async function fromSums(run: Run, scope: Scope): Promise<Cell[]> {
  const p = new Parameters();
  const from = visibleSums(scope, p);
  const counts = severities.list.map((word) => `sum(r."${word}")::int`).join(", ");
  const rows = await run<Omit<Cell, "severity" | "n" | "fix"> & { counts: number[] }>({
    text: `SELECT r.cluster_id AS cluster, r.team_id AS team, r.state, r.area, r.kind, ARRAY[${counts}] AS counts, sum(r.fixable)::int AS fixable
      FROM ${from} r GROUP BY 1, 2, 3, 4, 5`,
    values: p.values,
  });
  // The fixable ones are not known by severity: they stand with the first.
  return rows.flatMap(({ counts: list, fixable: sum, ...row }) =>
    list
      .flatMap((n, severity) => (n > 0 ? [{ ...row, severity, fix: null, n, fixable: 0 }] : []))
      .map((cell, i) => (i === 0 ? { ...cell, fixable: sum } : cell)),
  );
}

/** Up to the bound of findings that match what the roll-up has no columns for. */
async function fromFindings(run: Run, scope: Scope, filter: FindingFilter): Promise<Cell[]> {
  const p = new Parameters();
  const conditions = [
    ...visible(scope, p, "f"),
    ...onlyConditions(filter, p, "f", ["places", "fixTeams"]),
    ...indexedConditions(filter, p, "f"),
    ...rowConditions(filter, p, "f"),
  ];
  return run<Cell>({
    text: `SELECT cluster_id AS cluster, team_id AS team, state, area, kind, severity, fix_state AS fix, count(*)::int AS n, 0 AS fixable FROM (
        SELECT f.cluster_id, f.team_id, f.state, f.area, f.kind, f.severity, f.fix_state FROM finding f WHERE ${all(conditions)}
        LIMIT ${p.add(countMost + 1, "int")}) x GROUP BY 1, 2, 3, 4, 5, 6, 7`,
    values: p.values,
  });
}
