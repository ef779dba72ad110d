import type { Scope } from "@/lib/authz/scope";
import { severities } from "@/lib/domain/vocabulary";
import type { Parameters } from "./sql";

const columns = `cluster_id, team_id, state, area, kind, ${severities.list.map((word) => `"${word}"`).join(", ")}, fixable`;

/** What the counts are wanted by, and what narrows them. */
interface SumsAsked {
  of?: readonly string[];
  filter: { teams?: unknown; clusters?: unknown; environments?: unknown };
}

/**
 * Counts of everything that the reader may see, without the place: what their teams run, and what they can fix for
 * others. Not for scores: of what others run, only the counts are theirs to see. Without teams, or without clusters, where
 * neither says anything; several rows may be of the same.
 */
export function visibleSums(scope: Scope, p: Parameters, { of = [], filter }: SumsAsked): string {
  if (scope.teams === "*") {
    const needs = (part: "teams" | "clusters" | "environments") => filter[part] !== undefined;
    if (!needs("teams") && !of.includes("team")) return "posture_clusters";
    if (!needs("clusters") && !needs("environments") && !of.includes("cluster")) return "posture_teams";
    return "posture_sums";
  }
  const teams = p.add(scope.teams, "int[]");
  return `(SELECT ${columns} FROM posture_sums WHERE team_id = ANY (${teams})
    UNION ALL SELECT ${columns} FROM posture_fixes WHERE fix_team_id = ANY (${teams}) AND NOT team_id = ANY (${teams}))`;
}
