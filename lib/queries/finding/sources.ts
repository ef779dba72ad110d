import type { Scope } from "@/lib/authz/scope";
import { all, type Parameters } from "../sql";
import { visible, visibleBranches } from "../visible";
import {
  type FindingFilter,
  findingConditions,
  halves,
  indexedConditions,
  onlyConditions,
  type Part,
  rollUpConditions,
  rowConditions,
  sharedConditions,
  stateOnly,
} from "./filter";

/** Where the matches of a filter are looked up, other than by walking along a list. */
export type Source = "cells" | "own" | "kev" | "text" | "subjects" | "assignee";

/** Part of a look-up: every finding of `driver` that matches. */
export interface Branch {
  /** Where the loop starts: few rows, as `d`. */
  driver: string;
  /** Conditions that the index in question answers. */
  on: readonly string[];
  /** Conditions that only the row itself answers. */
  compare: readonly string[];
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
 */
export function matches({ branches }: LookUp, columns: string | null): string {
  return branches
    .map(({ driver, on, compare }) => {
      const inner = compare.length > 0 ? "f.*" : (columns ?? "1");
      return `SELECT ${columns ?? "1"} FROM (${driver}) d
        CROSS JOIN LATERAL (SELECT ${inner} FROM finding f WHERE ${all(on)} OFFSET 0) f WHERE ${all(compare)}`;
    })
    .join(" UNION ALL ");
}

type Build = (scope: Scope, filter: FindingFilter, p: Parameters) => LookUp;

const ofPlace: readonly Part[] = ["clusters", "environments", "places", "teams", "fixTeams"];
/** Columns of the index by rule, and of the unique key that leads with the subject. */
const ofRule: readonly Part[] = ["severities", "clusters", "environments", "teams", "fixTeams"];
const ofSubject: readonly Part[] = ["places", "teams"];

export const sources: Readonly<Record<Source, Build>> = {
  // The roll-up says which (place, team, fix team) have matches; the cell index leads to them. Materialised, since the
  // planner would rather walk the roll-up in order than sort a few hundred rows.
  cells: (scope, filter, p) => {
    const shared = rollUpConditions(filter, p, "r");
    const cells = visibleBranches(scope, p, "r").map(
      (seen) => `SELECT r.place_id, r.team_id, r.fix_team_id FROM posture_count r WHERE ${all([seen, ...shared])}`,
    );
    const driver = "SELECT DISTINCT place_id, team_id, fix_team_id FROM cells";
    return {
      common: `cells AS MATERIALIZED (${cells.join(" UNION ALL ")})`,
      branches: [{ driver, on: inCell(filter, p), compare: rowConditions(filter, p, "f") }],
    };
  },
  // Most of what a team runs is its own work, which the index by due date has in one piece; the rest is in the cells that
  // another team can fix.
  own: (scope, filter, p) => {
    const teams = p.add(ownTeams(scope, filter) ?? [], "int[]");
    const shared = [
      ...visible(scope, p, "f"),
      ...sharedConditions(filter, p, "f"),
      ...indexedConditions(filter, p, "f"),
    ];
    const compare = rowConditions(filter, p, "f");
    const lanes = halves(filter, "f").map((half) => ({
      driver: `SELECT unnest(${teams}) AS id`,
      on: ["f.fix_team_id = d.id", half, ...shared],
      compare,
    }));
    const rest = [...visible(scope, p, "r"), ...rollUpConditions(filter, p, "r"), `NOT r.fix_team_id = ANY (${teams})`];
    return {
      common: `cells AS MATERIALIZED (SELECT DISTINCT r.place_id, r.team_id, r.fix_team_id FROM posture_count r
        WHERE r.team_id = ANY (${teams}) AND ${all(rest)})`,
      branches: [...lanes, { driver: "SELECT * FROM cells", on: inCell(filter, p), compare }],
    };
  },
  // What is known to be exploited is little, and has an index of its own.
  kev: (scope, filter, p) => ({
    common: null,
    branches: [
      {
        driver: "SELECT 0 AS id UNION ALL SELECT id FROM cluster",
        on: [
          "f.cluster_id = d.id AND f.flags & 1 = 1",
          ...sharedConditions(filter, p, "f"),
          ...indexedConditions(filter, p, "f"),
          ...visible(scope, p, "f"),
        ],
        compare: rowConditions(filter, p, "f"),
      },
    ],
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
        on: ["f.assignee_id = d.id"],
        compare: [...sharedConditions(filter, p, "f"), ...findingConditions(filter, p, "f"), ...visible(scope, p, "f")],
      },
    ],
  }),
};

/** The findings of a cell `d`, as the index of cells has them. */
function inCell(filter: FindingFilter, p: Parameters): string[] {
  const place = "f.place_id = d.place_id AND f.team_id = d.team_id AND f.fix_team_id = d.fix_team_id";
  const shared = sharedConditions(filter, p, "f", [...ofPlace, "states"]);
  return [place, ...shared, stateOnly(filter, p, "f"), ...indexedConditions(filter, p, "f")];
}

/** The teams that the findings in question are run by, or, of a reader's own, can be fixed by; null: any. */
function ownTeams(scope: Scope, { teams }: FindingFilter): readonly number[] | null {
  return teams ?? (scope.teams === "*" ? null : scope.teams);
}

/**
 * Where the matches of a filter are that nothing leads straight to: in cells where they are few by the roll-up, or it says
 * more of them than whose they are; else in one piece with the rest of what a team has. null: they are anybody's, and many.
 */
export function cellSource(scope: Scope, filter: FindingFilter, total: number): "cells" | "own" | null {
  const narrow = [filter.places, filter.clusters, filter.environments, filter.severities, filter.areas, filter.kinds];
  const own = ownTeams(scope, filter) !== null;
  if (total > manyInCells && own && filter.fixTeams === undefined && narrow.every((part) => part === undefined))
    return "own";
  return scope.teams !== "*" || total <= lookedThrough ? "cells" : null;
}

/** Of all findings so many are looked through by their cells, within the index. */
const lookedThrough = 100_000;
const manyInCells = 5_000;

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
