import type { Scope } from "@/lib/authz/scope";
import type { Parameters } from "./sql";

/**
 * The reader's scope as conditions of a query. Row-level security says the same under it; a query states it because
 * a policy cannot use an index, and so that each holds without the other.
 */

/** What a reader may see at all: findings and placements that a team of theirs runs or can fix. */
export function visible(scope: Scope, parameters: Parameters, alias: string): string[] {
  if (scope.teams === "*") return [];
  const teams = parameters.add(scope.teams, "int[]");
  return [`(${alias}.team_id = ANY (${teams}) OR ${alias}.fix_team_id = ANY (${teams}))`];
}

/** `visible` in parts that exclude each other and can each use an index that has the team. */
export function visibleBranches(scope: Scope, parameters: Parameters, alias: string): string[] {
  if (scope.teams === "*") return ["true"];
  const teams = parameters.add(scope.teams, "int[]");
  return [
    `${alias}.team_id = ANY (${teams})`,
    `(${alias}.fix_team_id = ANY (${teams}) AND NOT ${alias}.team_id = ANY (${teams}))`,
  ];
}

/** What counts as the reader's posture: what their teams run. */
export function ownPosture(scope: Scope, parameters: Parameters, alias: string): string[] {
  return scope.teams === "*" ? [] : [`${alias}.team_id = ANY (${parameters.add(scope.teams, "int[]")})`];
}

/** May the reader see a team's name? Others than their own stay nameless, even beside a finding that both may read. */
export function ownTeam(scope: Scope, parameters: Parameters, id: string): string {
  return scope.teams === "*" ? "true" : `${id} = ANY (${parameters.add(scope.teams, "int[]")})`;
}
