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
    teams?: readonly number[];
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
 * as far as there are sums without it; several rows may be of the same, and some are to be taken away. What teams can fix
 * is narrowed to here, since no sum has that team beside the one that runs it.
 */
export function visibleSums(scope: Scope, p: Parameters, { of = [], filter }: SumsAsked): string {
  const brief = of.some((one) => wide.includes(one)) ? null : briefly(scope, p, filter);
  if (brief) return brief;
  if (filter.fixTeams) return fixedBy(scope, p, filter.fixTeams);
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

/** Roles of a team in `posture_brief`. */
const roles = { sees: 0, runs: 1, fixes: 2 };

/** The sums by cluster, state and fix alone; null: they do not tell. Teams that run, or can fix, have nothing in common. */
function briefly(
  { teams: mine }: Scope,
  p: Parameters,
  { teams, fixTeams, areas, kinds }: SumsAsked["filter"],
): string | null {
  if (areas || kinds || (teams && fixTeams)) return null;
  const asked = teams ?? fixTeams ?? (mine === "*" ? [-1] : mine);
  const alone = teams || fixTeams || asked.length === 1;
  if (!alone || (mine !== "*" && !asked.every((team) => mine.includes(team)))) return null;
  const role = teams ? roles.runs : fixTeams ? roles.fixes : roles.sees;
  return `(SELECT * FROM posture_briefs WHERE role = ${p.add(role, "smallint")} AND team_id = ANY (${p.add(asked, "int[]")}))`;
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
