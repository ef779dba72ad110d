import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import type { FindingFilter } from "./filter";
import type { FindingSort } from "./order";

/** Column that the index of a sort leads with: a list is walked in each of its values at once. */
export const laneColumn: Readonly<Record<FindingSort, "cluster_id" | "fix_team_id">> = {
  risk: "cluster_id",
  newest: "cluster_id",
  due: "fix_team_id",
};

/** Values of that column among the matches: `clusters`, or the teams whose work any of them can be. */
export async function lanesOf(
  run: Run,
  scope: Scope,
  sort: FindingSort,
  filter: FindingFilter,
  clusters: readonly number[],
): Promise<readonly number[]> {
  if (laneColumn[sort] === "cluster_id") return clusters;
  if (filter.fixTeams) return filter.fixTeams;
  const teams = filter.teams ?? (scope.teams === "*" ? null : scope.teams);
  if (teams === null) {
    const rows = await run<{ id: number }>({
      name: "team-lanes",
      text: "SELECT 0 AS id UNION ALL SELECT id FROM team",
    });
    return rows.map(({ id }) => id);
  }
  const own = scope.teams === "*" ? [] : scope.teams;
  const rows = await run<{ id: number }>({
    name: "fix-team-lanes",
    text: "SELECT DISTINCT fix_team_id AS id FROM posture_fixes WHERE team_id = ANY ($1::int[])",
    values: [teams],
  });
  return [...new Set([...teams, ...own, ...rows.map(({ id }) => id)])];
}
