import type { Scope } from "@/lib/authz/scope";
import type { Run, Statement } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { visible, visibleBranches } from "../visible";
import { type FindingFilter, findingConditions, sharedConditions } from "./filter";
import { after, type FindingCursor, type FindingSort, type Key, keyColumns, orderBy } from "./order";

/** Where the matches of a filter are looked up when they are few. */
export type Source = "cells" | "text" | "subjects" | "assignee";

/** All matches by one index, sorted in memory. `total` stops at `most + 1`: then the rows are not the first ones. */
export interface Fetched {
  total: number;
  keys: Key[];
}

export interface FetchPlan {
  source: Source;
  sort: FindingSort;
  cursor: FindingCursor | null;
  limit: number;
  /** Matches to look at before giving up. */
  most: number;
}

export async function fetchAll(run: Run, scope: Scope, filter: FindingFilter, plan: FetchPlan): Promise<Fetched> {
  const rows = await run<Key & { total: number }>(fetchStatement(scope, filter, plan));
  return { total: rows[0]?.total ?? 0, keys: rows.filter((row) => row.id !== null) };
}

export function fetchStatement(scope: Scope, filter: FindingFilter, plan: FetchPlan): Statement {
  const p = new Parameters();
  const from = sources[plan.source](scope, filter, p, keyColumns[plan.sort]);
  const order = orderBy[plan.sort];
  return {
    text: `WITH m AS MATERIALIZED (SELECT * FROM (${from}) f LIMIT ${p.add(plan.most + 1, "int")}),
      page AS (SELECT * FROM m WHERE ${all(after(plan.cursor, p, "m"))} ORDER BY ${order} LIMIT ${p.add(plan.limit, "int")})
      SELECT t.total, page.* FROM (SELECT count(*)::int AS total FROM m) t LEFT JOIN page ON true ORDER BY ${order}`,
    values: p.values,
  };
}

/** Matches counted up to `most + 1`; where the index has all that the filter asks for, no row is fetched. */
export function countStatement(scope: Scope, filter: FindingFilter, source: Source, most: number): Statement {
  const p = new Parameters();
  const from = sources[source](scope, filter, p, "1");
  return {
    text: `SELECT count(*)::int AS n FROM (SELECT FROM (${from}) f LIMIT ${p.add(most + 1, "int")}) x`,
    values: p.values,
  };
}

type Build = (scope: Scope, filter: FindingFilter, p: Parameters, columns: string) => string;

/** Every finding of `driver` that matches the rest. OFFSET 0 keeps the planner from turning the loop around. */
function each(driver: string, on: readonly string[], columns: string): string {
  return `SELECT f.* FROM (${driver}) d CROSS JOIN LATERAL (SELECT ${columns} FROM finding f WHERE ${all(on)} OFFSET 0) f`;
}

const sources: Readonly<Record<Source, Build>> = {
  // The roll-up says which (place, team, fix team) have matches; the cell index leads to them. Materialised, since the
  // planner would rather walk the roll-up in order than sort a few hundred rows.
  cells: (scope, filter, p, columns) => {
    const shared = ["r.n > 0", ...sharedConditions(filter, p, "r")];
    const cells = visibleBranches(scope, p, "r").map(
      (seen) => `SELECT r.place_id, r.team_id, r.fix_team_id FROM posture_count r WHERE ${all([seen, ...shared])}`,
    );
    const rest = [
      ...sharedConditions(filter, p, "f", ["clusters", "places", "teams", "fixTeams"]),
      ...findingConditions(filter, p, "f"),
    ];
    const cell = ["f.place_id = d.place_id", "f.team_id = d.team_id", "f.fix_team_id = d.fix_team_id"];
    return `WITH cells AS MATERIALIZED (${cells.join(" UNION ALL ")})
      ${each("SELECT DISTINCT place_id, team_id, fix_team_id FROM cells", [...cell, ...rest], columns)}`;
  },
  text: (scope, filter, p, columns) => {
    const { text, ...others } = filter;
    const rules = p.add(text?.rules ?? [], "int[]");
    const subjects = p.add(text?.subjects ?? [], "int[]");
    const rest = [...sharedConditions(others, p, "f"), ...findingConditions(others, p, "f")];
    return visibleBranches(scope, p, "f")
      .flatMap((seen) => [
        each(`SELECT unnest(${rules}) AS id`, ["f.rule_id = d.id", seen, ...rest], columns),
        each(
          `SELECT unnest(${subjects}) AS id`,
          ["f.subject_id = d.id", seen, `NOT f.rule_id = ANY (${rules})`, ...rest],
          columns,
        ),
      ])
      .join(" UNION ALL ");
  },
  subjects: (scope, filter, p, columns) => {
    const { subjects, ...others } = filter;
    const rest = [...sharedConditions(others, p, "f"), ...findingConditions(others, p, "f")];
    return visibleBranches(scope, p, "f")
      .map((seen) =>
        each(`SELECT unnest(${p.add(subjects, "int[]")}) AS id`, ["f.subject_id = d.id", seen, ...rest], columns),
      )
      .join(" UNION ALL ");
  },
  assignee: (scope, filter, p, columns) =>
    `SELECT ${columns} FROM finding f WHERE ${all([
      ...findingConditions(filter, p, "f"),
      ...sharedConditions(filter, p, "f"),
      ...visible(scope, p, "f"),
    ])}`,
};
