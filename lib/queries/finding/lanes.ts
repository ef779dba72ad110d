import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { visible } from "../visible";
import { type FindingFilter, onlyConditions } from "./filter";
import type { FindingSort } from "./order";

/** Column that the index of a sort leads with: a list is walked in each of its values at once. */
export const laneColumn: Readonly<Record<FindingSort, "cluster_id" | "fix_team_id">> = {
  risk: "cluster_id",
  newest: "cluster_id",
  due: "fix_team_id",
};

/** Clusters whose places are asked who works there: those of an environment are worked in by all, mostly. */
const someClusters = 3;

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
  // What places a cluster has takes long to say to whom not all of them are.
  const ofClusters = scope.teams === "*" && filter.clusters !== undefined && filter.clusters.length <= someClusters;
  if (filter.places || ofClusters) return workersAt(run, scope, filter);
  const teams = filter.teams ?? (scope.teams === "*" ? null : scope.teams);
  if (teams === null) {
    const rows = await run<{ id: number }>({
      name: "team-lanes",
      text: "SELECT 0 AS id UNION ALL SELECT id FROM team",
    });
    return rows.map(({ id }) => id);
  }
  const own = scope.teams === "*" ? [] : scope.teams;
  const p = new Parameters();
  const conditions = [`r.team_id = ANY (${p.add(teams, "int[]")})`, ...onlyConditions(filter, p, "r", ["clusters"])];
  const rows = await run<{ id: number }>({
    text: `SELECT DISTINCT r.fix_team_id AS id FROM posture_fixes r WHERE ${all(conditions)}`,
    values: p.values,
  });
  return [...new Set([...teams, ...own, ...rows.map(({ id }) => id)])];
}

/** By the roll-up of the places in question: a lane without a match would be read to its end. */
async function workersAt(run: Run, scope: Scope, filter: FindingFilter): Promise<readonly number[]> {
  const p = new Parameters();
  const at = onlyConditions(filter, p, "q", ["clusters", "environments"]);
  const conditions = [
    ...onlyConditions(filter, p, "r", ["places", "teams", "states"]),
    ...(filter.places ? at.map((condition) => condition.replace("q.", "r.")) : []),
    ...visible(scope, p, "r"),
  ];
  const from = filter.places ? "posture_count r" : `place q JOIN posture_count r ON r.place_id = q.id AND ${all(at)}`;
  const rows = await run<{ id: number }>({
    text: `SELECT DISTINCT r.fix_team_id AS id FROM ${from} WHERE ${all(conditions)}`,
    values: p.values,
  });
  return rows.map(({ id }) => id);
}
