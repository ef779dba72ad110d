import type { Scope } from "@/lib/authz/scope";
import { all, type Parameters } from "../sql";
import { visible, visibleBranches } from "../visible";
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
export type Source = "cells" | "places" | "own" | "marked" | "work" | "text" | "subjects" | "assignee";

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
    branches: [inCells(filter, p, cellColumns, [])],
  }),
  // What is in a namespace lies in one piece for each team that is there.
  places: (scope, filter, p) => ({
    common: cellsOf(scope, filter, p),
    branches: [inCells(filter, p, placeColumns, sharedConditions(filter, p, "f", ofPlace))],
  }),
  // Most of what a team runs is its own work, which the index by due date has in one piece; the rest is in the cells that
  // another team can fix. Those are looked through as a whole: by each row of the roll-up they would be very many.
  own: (scope, filter, p) => {
    const teams = p.add(ownTeams(scope, filter) ?? [], "int[]");
    const shared = within(scope, filter, p);
    const compare = rowConditions(filter, p, "f");
    const lanes = halves(filter, "f").map((half) => ({
      driver: `SELECT unnest(${teams}) AS id`,
      on: ["f.fix_team_id = d.id", half, ...shared],
      compare,
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
  marked: (scope, filter, p) => ({
    common: null,
    branches: [
      {
        driver: "SELECT 0 AS id UNION ALL SELECT id FROM cluster",
        on: ["f.cluster_id = d.id AND f.flags & 5 <> 0", ...within(scope, filter, p)],
        compare: rowConditions(filter, p, "f"),
      },
    ],
  }),
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
  return [
    ...visible(scope, p, "f"),
    ...sharedConditions(filter, p, "f"),
    ...indexedConditions(filter, p, "f"),
    ...lastConditions(filter, p, "f"),
  ];
}

const placeColumns = ["place_id", "team_id", "fix_team_id"];
const cellColumns = [...placeColumns, "severity", "area", "kind", "state"];

const columnsOf = (alias: string, columns: readonly string[]) =>
  columns.map((column) => `${alias}.${column}`).join(", ");
const sameAs = (columns: readonly string[]) => columns.map((column) => `f.${column} = d.${column}`);

/** The rows of the roll-up that a filter leaves, as a common table. */
function cellsOf(scope: Scope, filter: FindingFilter, p: Parameters): string {
  const shared = rollUpConditions(filter, p, "r");
  const columns = columnsOf("r", [...cellColumns, "cluster_id"]);
  const parts = visibleBranches(scope, p, "r").map(
    (seen) => `SELECT ${columns} FROM posture_count r WHERE ${all([seen, ...shared])}`,
  );
  return `cells AS MATERIALIZED (${parts.join(" UNION ALL ")})`;
}

/**
 * The findings of cells by the index of cells, which is searched by what all in a cell have in common, and looked through for
 * the rest: a cell has few, and to search it for each of several values is a descent each.
 * @param by columns that say what a cell is, the first ones of the index
 * @param wanted what the cells do not say of the shared conditions
 */
function inCells(filter: FindingFilter, p: Parameters, by: readonly string[], wanted: string[]): Branch {
  const driver = `SELECT DISTINCT ${by.join(", ")}, cluster_id FROM cells`;
  const last = [...wanted, ...indexedConditions(filter, p, "f"), ...lastConditions(filter, p, "f")];
  const on = sameAs(by);
  const found = [...cellColumns, "fix_state", "flags"];
  const exact = {
    driver: `SELECT DISTINCT ${columnsOf("f", found)} FROM (${driver}) d
      CROSS JOIN LATERAL (SELECT f.* FROM finding f WHERE ${all(on)} OFFSET 0) f WHERE ${all(last)}`,
    on: sameAs(found),
  };
  const compare = rowConditions(filter, p, "f");
  return { driver, on, last, compare, ofCluster: true, ...(last.length > 0 && { exact }) };
}

/** The teams that the findings in question are run by, or, of a reader's own, can be fixed by; null: any. */
export function ownTeams(scope: Scope, { teams }: FindingFilter): readonly number[] | null {
  return teams ?? (scope.teams === "*" ? null : scope.teams);
}

function subjectBranch(filter: FindingFilter, p: Parameters, ids: string): Branch {
  return {
    driver: `SELECT unnest(${ids}) AS id`,
    on: ["f.subject_id = d.id", ...onlyConditions(filter, p, "f", ofSubject)],
    compare: [...sharedConditions(filter, p, "f", ofSubject), ...findingConditions(filter, p, "f")],
  };
}

function seenBy(scope: Scope, p: Parameters, branches: readonly Branch[]): Branch[] {
  return visibleBranches(scope, p, "f").flatMap((seen) =>
    branches.map((branch) => ({ ...branch, on: [...branch.on, seen] })),
  );
}
