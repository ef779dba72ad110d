import type { DueWindow } from "@/lib/domain/sla/standing";
import type { Parameters } from "../sql";
import { presentStates } from "./states";

/** What a list of findings is narrowed to, as codes and ids. A missing part means everything; an empty one, nothing. */
export interface FindingFilter {
  states: readonly number[];
  /** 0: not deployed. */
  clusters?: readonly number[];
  /** Clusters of the environments asked for. */
  environments?: readonly number[];
  places?: readonly number[];
  /** 0: unowned. */
  teams?: readonly number[];
  fixTeams?: readonly number[];
  severities?: readonly number[];
  areas?: readonly number[];
  kinds?: readonly number[];
  fixStates?: readonly number[];
  /** Known to be exploited, or not. */
  kev?: boolean;
  /** Reachable from the internet, or not. */
  exposed?: boolean;
  assignee?: number | "nobody";
  /** Due dates in a span of time, of findings that need action. */
  due?: DueWindow;
  subjects?: readonly number[];
  /** What a search text stands for. */
  text?: TextMatch;
}

export interface TextMatch {
  rules: readonly number[];
  subjects: readonly number[];
  /** More matched than are looked at, so that counts are lower bounds. */
  truncated: boolean;
}

/** Does the roll-up have columns for all of the filter, so that its sums are the counts? */
export function isRollUp(filter: FindingFilter): boolean {
  const { exposed, assignee, due, subjects, text } = filter;
  if (filter.kev !== undefined && !countsKev(filter)) return false;
  return [exposed, assignee, due, subjects, text].every((part) => part === undefined);
}

/** The roll-up counts known exploited ones among those that are there. */
export function countsKev({ kev, states }: FindingFilter): boolean {
  return kev === true && states.every((state) => presentStates.includes(state));
}

export function matchesNothing(filter: FindingFilter): boolean {
  const { assignee, kev, exposed, due, text, ...lists } = filter;
  const noText = text !== undefined && text.rules.length + text.subjects.length === 0;
  return noText || Object.values(lists).some((list) => list.length === 0);
}

export type Part =
  | "clusters"
  | "environments"
  | "places"
  | "teams"
  | "fixTeams"
  | "severities"
  | "areas"
  | "kinds"
  | "states"
  | "fixStates";

const columns: readonly [Part, string, string][] = [
  ["clusters", "cluster_id", "int[]"],
  ["environments", "cluster_id", "int[]"],
  ["places", "place_id", "int[]"],
  ["teams", "team_id", "int[]"],
  ["fixTeams", "fix_team_id", "int[]"],
  ["severities", "severity", "smallint[]"],
  ["areas", "area", "smallint[]"],
  ["kinds", "kind", "smallint[]"],
  ["states", "state", "smallint[]"],
  ["fixStates", "fix_state", "smallint[]"],
];

/** Conditions that roll-up and findings share. */
export function sharedConditions(filter: FindingFilter, p: Parameters, alias: string, except: readonly Part[] = []) {
  return conditions(filter, p, alias, (part) => !except.includes(part));
}

/** Conditions on the roll-up: where a match can be. */
export function rollUpConditions(filter: FindingFilter, p: Parameters, alias: string): string[] {
  return [...sharedConditions(filter, p, alias), ...(countsKev(filter) ? [`${alias}.kev > 0`] : [])];
}

/**
 * The states, said so that no index of one half is considered: those have the columns of every other index too, and
 * the planner would skip through them where a narrow index leads straight to the rows. What a sub-select gives is not
 * known to it beforehand.
 */
export function stateOnly(filter: FindingFilter, p: Parameters, alias: string): string {
  return `${alias}.state = ANY ((SELECT ${p.add(filter.states, "smallint[]")})::smallint[])`;
}

/** Only these of the shared conditions. */
export function onlyConditions(filter: FindingFilter, p: Parameters, alias: string, only: readonly Part[]) {
  return conditions(filter, p, alias, (part) => only.includes(part));
}

function conditions(filter: FindingFilter, p: Parameters, alias: string, wanted: (part: Part) => boolean): string[] {
  return columns.flatMap(([part, column, type]) => {
    const list = filter[part];
    return list && wanted(part) ? [`${alias}.${column} = ANY (${p.add(list, type)})`] : [];
  });
}

/** Conditions on columns that the walk and cell indexes have beside those of the roll-up. */
export function indexedConditions(filter: FindingFilter, p: Parameters, alias: string): string[] {
  return [
    ...(filter.kev === undefined && filter.exposed === undefined
      ? []
      : [`${alias}.flags = ANY (${p.add(flagValues(filter), "smallint[]")})`]),
  ];
}

/** Conditions on the columns at the very end of those indexes. */
export function lastConditions(filter: FindingFilter, p: Parameters, alias: string): string[] {
  return [
    ...(filter.assignee === "nobody" ? [`${alias}.assignee_id IS NULL`] : []),
    ...(typeof filter.assignee === "number" ? [`${alias}.assignee_id = ${p.add(filter.assignee, "int")}`] : []),
    ...(filter.due ? dueConditions(filter.due, p, alias) : []),
  ];
}

/** Bits of `Finding.flags`. */
export const kevFlag = 1;
export const exposedFlag = 4;
export const idleFlag = 8;

/** Values of the flags that match: equality is decided within an index, an operation on bits is not. */
function flagValues({ kev, exposed }: FindingFilter): number[] {
  const says = (value: number, bit: number, wanted: boolean | undefined) =>
    wanted === undefined || ((value & bit) !== 0) === wanted;
  return Array.from({ length: 16 }, (_, value) => value).filter(
    (value) => says(value, kevFlag, kev) && says(value, exposedFlag, exposed),
  );
}

/** Conditions that only the row itself can answer. */
export function rowConditions(filter: FindingFilter, p: Parameters, alias: string): string[] {
  const found: string[] = [];
  if (filter.subjects) found.push(`${alias}.subject_id = ANY (${p.add(filter.subjects, "int[]")})`);
  if (filter.text) found.push(textCondition(filter.text, p, alias));
  return found;
}

export function findingConditions(filter: FindingFilter, p: Parameters, alias: string): string[] {
  return [
    ...indexedConditions(filter, p, alias),
    ...lastConditions(filter, p, alias),
    ...rowConditions(filter, p, alias),
  ];
}

/** Of those that need action, as the states say beside it. */
function dueConditions({ from, to }: DueWindow, p: Parameters, alias: string): string[] {
  return [
    `${alias}.due_at < ${p.add(to, "timestamptz")}`,
    ...(from ? [`${alias}.due_at >= ${p.add(from, "timestamptz")}`] : []),
  ];
}

/** As a sum no index is searched by it: to sort thousands of ids for that, in each lane anew, takes longer than the walk. */
function textCondition({ rules, subjects }: TextMatch, p: Parameters, alias: string): string {
  const parts = [
    ...(rules.length > 0 ? [`${alias}.rule_id + 0 = ANY (${p.add(rules, "int[]")})`] : []),
    ...(subjects.length > 0 ? [`${alias}.subject_id + 0 = ANY (${p.add(subjects, "int[]")})`] : []),
  ];
  return parts.length === 0 ? "false" : `(${parts.join(" OR ")})`;
}

/** Open and other findings have indexes of their own; a statement has to name the half that it reads. */
export const openHalf = 4;

/** The halves that the states lie in: conditions that the partial indexes are recognised by. */
export function halves(filter: FindingFilter, alias: string): string[] {
  return [
    ...(filter.states.some((state) => state < openHalf) ? [`${alias}.state < ${openHalf}`] : []),
    ...(filter.states.some((state) => state >= openHalf) ? [`${alias}.state >= ${openHalf}`] : []),
  ];
}
