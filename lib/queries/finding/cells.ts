import type { Scope } from "@/lib/authz/scope";
import { all, type Parameters } from "../sql";
import { visibleBranches } from "../visible";
import { type FindingFilter, indexedConditions, lastConditions, rollUpConditions, rowConditions } from "./filter";
import type { Branch } from "./sources";

export const placeColumns = ["place_id", "team_id", "fix_team_id"];
export const cellColumns = [...placeColumns, "severity", "area", "kind", "state"];

export const columnsOf = (alias: string, columns: readonly string[]) =>
  columns.map((column) => `${alias}.${column}`).join(", ");
const sameAs = (columns: readonly string[]) => columns.map((column) => `f.${column} = d.${column}`);

/** What says which findings are those of a cell; whether there is a fix only where that is asked for, since it makes more of them. */
export const columnsFor = ({ fixStates }: FindingFilter) => (fixStates ? [...cellColumns, "fix_state"] : cellColumns);

/** The rows of the roll-up that a filter leaves, as a common table. */
export function cellsOf(scope: Scope, filter: FindingFilter, p: Parameters): string {
  const shared = rollUpConditions(filter, p, "r");
  const columns = columnsOf("r", [...cellColumns, "fix_state", "cluster_id"]);
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
export function inCells(filter: FindingFilter, p: Parameters, by: readonly string[], wanted: string[]): Branch {
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
  return { driver, on, last, compare, ofCluster: true, ...(last.length > 0 && !isMost(filter, wanted) && { exact }) };
}

/** Most findings are nobody's: where that alone is asked for, hardly any row is fetched in vain. */
function isMost({ kev, exposed, due, assignee }: FindingFilter, wanted: readonly string[]): boolean {
  return assignee === "nobody" && wanted.length === 0 && [kev, exposed, due].every((part) => part === undefined);
}

/** The findings of cells that have very many each: all that is asked of them is searched by, so that none is looked at in vain. */
export function withinCells(filter: FindingFilter, p: Parameters): Branch {
  const by = columnsFor(filter);
  return {
    driver: `SELECT DISTINCT ${by.join(", ")}, cluster_id FROM cells`,
    on: [...sameAs(by), ...indexedConditions(filter, p, "f"), ...lastConditions(filter, p, "f")],
    compare: rowConditions(filter, p, "f"),
    ofCluster: true,
  };
}
