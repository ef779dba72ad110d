import type { Scope } from "@/lib/authz/scope";
import { severities } from "@/lib/domain/vocabulary";
import type { Parameters } from "./sql";

const keys = "cluster_id, team_id, state, area, kind, fix_state";
const counted = [...severities.list.map((word) => `"${word}"`), "fixable"];
const columns = `${keys}, ${counted.join(", ")}`;
const negative = `${keys}, ${counted.map((column) => `-${column}`).join(", ")}`;

/** What the counts are wanted by, and what narrows them. */
interface SumsAsked {
  of?: readonly string[];
  filter: {
    teams?: unknown;
    clusters?: unknown;
    environments?: unknown;
    areas?: unknown;
    kinds?: unknown;
    fixTeams?: readonly number[];
  };
}

/** What the briefest sums leave out. */
const wide = ["team", "area", "kind"];

/**
 * Counts of everything that the reader may see, without the place: what their teams run, and what they can fix for
 * others. Not for scores: of what others run, only the counts are theirs to see. Without what neither says anything of,
 * as far as there are sums without it; several rows may be of the same, and some are to be taken away. What teams can fix is narrowed to
 * here, since no sum has that team beside the one that runs it.
 */
export function visibleSums(scope: Scope, p: Parameters, { of = [], filter }: SumsAsked): string {
  if (filter.fixTeams) return fixedBy(scope, p, filter.fixTeams);
  const brief = [filter.teams, filter.areas, filter.kinds].every((part) => part === undefined);
  const viewer = scope.teams === "*" ? -1 : scope.teams.length === 1 ? scope.teams[0] : undefined;
  if (brief && viewer !== undefined && !of.some((one) => wide.includes(one)))
    return `(SELECT * FROM posture_briefs WHERE viewer = ${p.add(viewer, "int")})`;
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

/** What these teams run, less what of it others can fix; and what they can fix for others. */
function fixedBy(scope: Scope, p: Parameters, fixTeams: readonly number[]): string {
  const { teams } = scope;
  const own = p.add(teams === "*" ? fixTeams : fixTeams.filter((id) => teams.includes(id)), "int[]");
  const seen = teams === "*" ? "true" : `(fix_team_id = ANY (${own}) OR team_id = ANY (${p.add(teams, "int[]")}))`;
  return `(SELECT ${columns} FROM posture_sums WHERE team_id = ANY (${own})
    UNION ALL SELECT ${negative} FROM posture_fixes WHERE team_id = ANY (${own})
    UNION ALL SELECT ${columns} FROM posture_fixes WHERE fix_team_id = ANY (${p.add(fixTeams, "int[]")}) AND ${seen})`;
}
