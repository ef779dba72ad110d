import type { Scope } from "@/lib/authz/scope";
import { all, type Parameters } from "../sql";
import { visible, visibleBranches } from "../visible";
import { cellsOf, columnsFor, columnsOf, inCells, placeColumns, withinCells } from "./cells";
import {
  type FindingFilter,
  findingConditions,
  halves,
  indexedConditions,
  lastConditions,
  onlyConditions,
  type Part,
  rollUpConditions,
  rowConditions,
  sharedConditions,
  stateOnly,
} from "./filter";

/** Where the matches of a filter are looked up, other than by walking along a list. */
export type Source = "cells" | "largeCells" | "places" | "own" | "marked" | "work" | "text" | "subjects" | "assignee";

/** Part of a look-up: every finding of `driver` that matches. */
export interface Branch {
  /** Where the loop starts: few rows, as `d`. */
  driver: string;
  /** Conditions that the index in question answers. */
  on: readonly string[];
  /** Conditions on its last columns: it answers them, but is not searched by them. */
  last?: readonly string[];
  /** Conditions that only the row itself answers. */
  compare: readonly string[];
  /** Does the driver say the cluster? Then the index of cells has all that is counted by. */
  ofCluster?: boolean;
  /** A longer way that leads to those rows alone that match, for when they are fetched and not counted. */
  exact?: Pick<Branch, "driver" | "on">;
}

export interface LookUp {
  /** A common table that the drivers read. */
  common: string | null;
  branches: readonly Branch[];
}

/** Can the index alone tell which match? */
export const byIndexAlone = ({ branches }: LookUp) => branches.every(({ compare }) => compare.length === 0);

/**
 * The matches of all branches. OFFSET 0 keeps the planner from turning the loop around, and from using another index
 * for what is compared afterwards.
 * @param columns of `f`, or null to say only that there is one
 * @param fetched are there columns among them that the index does not have?
 */
export function matches({ branches }: LookUp, columns: string | null, fetched = false): string {
  return branches
    .map(({ last = [], compare, ofCluster, exact, ...short }) => {
      const fetching = exact !== undefined && (fetched || compare.length > 0);
      const { driver, on } = fetching ? exact : short;
      const list = (ofCluster && !fetching ? columns?.replace("f.cluster_id", "d.cluster_id") : columns) ?? "1";
      return `SELECT ${list} FROM (${driver}) d
        CROSS JOIN LATERAL (SELECT f.* FROM finding f WHERE ${all(on)} OFFSET 0) f WHERE ${all([...last, ...compare])}`;
    })
    .join(" UNION ALL ");
}

type Build = (scope: Scope, filter: FindingFilter, p: Parameters) => LookUp;

const ofPlace: readonly Part[] = ["clusters", "environments", "places", "teams", "fixTeams"];
/** Columns of the index by rule, and of the unique key that leads with the subject. */
const ofRule: readonly Part[] = ["severities", "clusters", "environments", "teams", "fixTeams"];
const ofSubject: readonly Part[] = ["places", "teams"];

export const sources: Readonly<Record<Source, Build>> = {
  // The rows of the roll-up that match lead to their findings by the cell index. Each is looked up as a whole: with parts
  // of it the planner takes another index for as good, and skips through all of that for each. Materialised, since the
  // planner would rather walk the roll-up in order than sort a few hundred rows.
  cells: (scope, filter, p) => ({
    common: cellsOf(scope, filter, p),
    branches: [inCells(filter, p, columnsFor(filter), [])],
  }),
  // A large one is searched for what the filter says beside it.
  largeCells: (scope, filter, p) => ({ common: cellsOf(scope, filter, p), branches: [withinCells(filter, p)] }),
  // What is in a namespace lies in one piece for each team that is there.
  places: (scope, filter, p) => ({
    common: cellsOf(scope, filter, p),
    branches: [inCells(filter, p, placeColumns, sharedConditions(filter, p, "f", ofPlace))],
  }),
  // Most of what a team runs is its own work, which the index by due date has in one piece; the rest is in the cells that
  // another team can fix. Those are looked through as a whole: by each row of the roll-up they would be very many.
  own: (scope, filter, p) => {
    const ids = ownTeams(scope, filter) ?? [];
    const teams = p.add(ids, "int[]");
    const compare = rowConditions(filter, p, "f");
    const driver = `SELECT unnest(${readable(scope, ids, p)}) AS id`;
    const lanes = halves(filter, "f").map((half) => ({
      ...{ driver, compare },
      on: ["f.fix_team_id = d.id", half, ...answered(filter, p)],
    }));
    const rest = [...visible(scope, p, "r"), ...rollUpConditions(filter, p, "r"), `NOT r.fix_team_id = ANY (${teams})`];
    const wanted = sharedConditions(filter, p, "f", ofPlace);
    return {
      common: `cells AS MATERIALIZED (SELECT DISTINCT ${columnsOf("r", [...placeColumns, "cluster_id"])} FROM posture_count r
        WHERE r.team_id = ANY (${teams}) AND ${all(rest)})`,
      branches: [...lanes, inCells(filter, p, placeColumns, wanted)],
    };
  },
  // What is known to be exploited, or reachable from the internet, has an index of its own.
  marked: (scope, filter, p) => {
    const on = ["f.flags & 5 <> 0", stateOnly(filter, p, "f"), ...answered(filter, p, ["states"])];
    const compare = rowConditions(filter, p, "f");
    const teams = filter.fixTeams ? null : ownTeams(scope, filter);
    if (teams === null) {
      const theirs = ["f.fix_team_id = d.id", ...visible(scope, p, "f"), ...on];
      return { common: null, branches: [{ driver: workers(scope, filter, p), on: theirs, compare }] };
    }
    const ids = p.add(teams, "int[]");
    // Said where it says something alone: the planner would look up both halves of it.
    const { teams: mine } = scope;
    const seen = mine === "*" || teams.every((id) => mine.includes(id)) ? [] : visible(scope, p, "f");
    const others = ["f.team_id = d.id AND f.fix_team_id <> f.team_id", `NOT f.fix_team_id = ANY (${ids})`];
    return {
      common: null,
      branches: [
        { driver: `SELECT unnest(${readable(scope, teams, p)}) AS id`, on: ["f.fix_team_id = d.id", ...on], compare },
        { driver: `SELECT unnest(${ids}) AS id`, on: [...others, ...seen, ...on], compare },
      ],
    };
  },
  // What a team can fix, and of that a span of due dates, lies in one piece of the index by due date.
  work: (scope, filter, p) => ({
    common: null,
    branches: halves(filter, "f").map((half) => ({
      driver: workers(scope, filter, p),
      on: ["f.fix_team_id = d.id", half, ...within(scope, filter, p)],
      compare: rowConditions(filter, p, "f"),
    })),
  }),
  text: (scope, { text, ...filter }, p) => {
    const branches: Branch[] = [];
    const once: string[] = [];
    if (text && text.rules.length > 0) {
      const rules = p.add(text.rules, "int[]");
      once.push(`NOT f.rule_id = ANY (${rules})`);
      branches.push({
        driver: `SELECT unnest(${rules}) AS id`,
        on: ["f.rule_id = d.id", stateOnly(filter, p, "f"), ...onlyConditions(filter, p, "f", ofRule)],
        compare: [...sharedConditions(filter, p, "f", ["states", ...ofRule]), ...findingConditions(filter, p, "f")],
      });
    }
    if (text && text.subjects.length > 0) {
      const branch = subjectBranch(filter, p, p.add(text.subjects, "int[]"));
      branches.push({ ...branch, compare: [...once, ...branch.compare] });
    }
    return { common: null, branches: seenBy(scope, p, branches) };
  },
  subjects: (scope, { subjects, ...filter }, p) => ({
    common: null,
    branches: seenBy(scope, p, [subjectBranch(filter, p, p.add(subjects, "int[]"))]),
  }),
  assignee: (scope, { assignee, ...filter }, p) => ({
    common: null,
    branches: [
      {
        driver: `SELECT ${p.add(assignee, "int")} AS id`,
        on: ["f.assignee_id = d.id", ...within(scope, filter, p)],
        compare: rowConditions(filter, p, "f"),
      },
    ],
  }),
};

/** Of these teams the reader's own. All that is their work they may see, so that nothing has to be asked of each finding. */
function readable({ teams }: Scope, ids: readonly number[], p: Parameters): string {
  return p.add(teams === "*" ? ids : ids.filter((id) => teams.includes(id)), "int[]");
}

/** The teams whose work any of the matches can be. */
function workers(scope: Scope, filter: FindingFilter, p: Parameters): string {
  if (filter.fixTeams) return `SELECT unnest(${p.add(filter.fixTeams, "int[]")}) AS id`;
  const teams = ownTeams(scope, filter);
  if (teams === null) return "SELECT 0 AS id UNION ALL SELECT id FROM team";
  const own = scope.teams === "*" ? [] : scope.teams;
  return `SELECT unnest(${p.add([...teams, ...own], "int[]")}) AS id
    UNION SELECT fix_team_id FROM posture_fixes WHERE team_id = ANY (${p.add(teams, "int[]")})`;
}

/** All that the wide indexes answer. */
function within(scope: Scope, filter: FindingFilter, p: Parameters): string[] {
  return [...visible(scope, p, "f"), ...answered(filter, p)];
}

/** The same without the scope, where the loop is over teams of the reader alone. */
function answered(filter: FindingFilter, p: Parameters, except: readonly Part[] = []): string[] {
  return [
    ...sharedConditions(filter, p, "f", except),
    ...indexedConditions(filter, p, "f"),
    ...lastConditions(filter, p, "f"),
  ];
}

/** The teams that the findings in question are run by, or, of a reader's own, can be fixed by; null: any. */
export function ownTeams(scope: Scope, { teams }: FindingFilter): readonly number[] | null {
  return teams ?? (scope.teams === "*" ? null : scope.teams);
}

/** A subject may be found in very many places: of clusters only theirs are looked through. */
function subjectBranch(filter: FindingFilter, p: Parameters, ids: string): Branch {
  const clusters = filter.places ? [] : onlyConditions(filter, p, "q", ["clusters", "environments"]);
  return {
    driver: `SELECT unnest(${ids}) AS id`,
    on: [
      "f.subject_id = d.id",
      ...onlyConditions(filter, p, "f", ofSubject),
      ...(clusters.length > 0
        ? [`f.place_id = ANY ((SELECT array_agg(q.id) FROM place q WHERE ${all(clusters)})::int[])`]
        : []),
    ],
    compare: [...sharedConditions(filter, p, "f", ofSubject), ...findingConditions(filter, p, "f")],
  };
}

function seenBy(scope: Scope, p: Parameters, branches: readonly Branch[]): Branch[] {
  return visibleBranches(scope, p, "f").flatMap((seen) =>
    branches.map((branch) => ({ ...branch, on: [...branch.on, seen] })),
  );
}
