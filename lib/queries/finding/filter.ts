import type { Parameters } from "../sql";

/** What a list of findings is narrowed to, as codes and ids. A missing part means everything; an empty one, nothing. */
export interface FindingFilter {
  states: readonly number[];
  /** 0: not deployed. */
  clusters?: readonly number[];
  places?: readonly number[];
  /** 0: unowned. */
  teams?: readonly number[];
  fixTeams?: readonly number[];
  severities?: readonly number[];
  areas?: readonly number[];
  kinds?: readonly number[];
  fixStates?: readonly number[];
  /** Values of the flags that match: of sixteen. */
  flags?: readonly number[];
  assignee?: number | "nobody";
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

/** Filters that the roll-up cannot express: it has no column for them. */
export function isRollUp(filter: FindingFilter): boolean {
  return !filter.fixStates && !filter.flags && filter.assignee === undefined && !filter.subjects && !filter.text;
}

export function matchesNothing(filter: FindingFilter): boolean {
  const { assignee, text, ...lists } = filter;
  const noText = text !== undefined && text.rules.length + text.subjects.length === 0;
  return noText || Object.values(lists).some((list) => list.length === 0);
}

type Part = "clusters" | "places" | "teams" | "fixTeams" | "severities" | "areas" | "kinds" | "states";

const columns: readonly [Part, string, string][] = [
  ["clusters", "cluster_id", "int[]"],
  ["places", "place_id", "int[]"],
  ["teams", "team_id", "int[]"],
  ["fixTeams", "fix_team_id", "int[]"],
  ["severities", "severity", "smallint[]"],
  ["areas", "area", "smallint[]"],
  ["kinds", "kind", "smallint[]"],
  ["states", "state", "smallint[]"],
];

/** Conditions that roll-up and findings share. */
export function sharedConditions(filter: FindingFilter, p: Parameters, alias: string, except: readonly Part[] = []) {
  return columns.flatMap(([part, column, type]) => {
    const list = filter[part];
    return list && !except.includes(part) ? [`${alias}.${column} = ANY (${p.add(list, type)})`] : [];
  });
}

/** Conditions that only findings have columns for. */
export function findingConditions(filter: FindingFilter, p: Parameters, alias: string): string[] {
  const conditions: string[] = [];
  if (filter.fixStates) conditions.push(`${alias}.fix_state = ANY (${p.add(filter.fixStates, "smallint[]")})`);
  if (filter.flags) conditions.push(`${alias}.flags = ANY (${p.add(filter.flags, "smallint[]")})`);
  if (filter.assignee === "nobody") conditions.push(`${alias}.assignee_id IS NULL`);
  else if (filter.assignee !== undefined) conditions.push(`${alias}.assignee_id = ${p.add(filter.assignee, "int")}`);
  if (filter.subjects) conditions.push(`${alias}.subject_id = ANY (${p.add(filter.subjects, "int[]")})`);
  if (filter.text) conditions.push(textCondition(filter.text, p, alias));
  return conditions;
}

function textCondition({ rules, subjects }: TextMatch, p: Parameters, alias: string): string {
  const parts = [
    ...(rules.length > 0 ? [`${alias}.rule_id = ANY (${p.add(rules, "int[]")})`] : []),
    ...(subjects.length > 0 ? [`${alias}.subject_id = ANY (${p.add(subjects, "int[]")})`] : []),
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
