import type { Scope } from "@/lib/authz/scope";
import { severities } from "@/lib/domain/vocabulary";
import type { Parameters } from "./sql";

const columns = `cluster_id, team_id, state, area, kind, ${severities.list.map((word) => `"${word}"`).join(", ")}, fixable`;

/**
 * Counts of everything that the reader may see, without the place: what their teams run, and what they can fix for
 * others. Not for scores: of what others run, only the counts are theirs to see.
 */
export function visibleSums(scope: Scope, p: Parameters): string {
  if (scope.teams === "*") return "posture_sum";
  const teams = p.add(scope.teams, "int[]");
  return `(SELECT ${columns} FROM posture_sum WHERE team_id = ANY (${teams})
    UNION ALL SELECT ${columns} FROM posture_fix WHERE fix_team_id = ANY (${teams}) AND NOT team_id = ANY (${teams}))`;
}
