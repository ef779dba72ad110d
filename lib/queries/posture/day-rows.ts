import type { Scope } from "@/lib/authz/scope";
import { all, type Parameters } from "../sql";
import { type ClusterInfo, narrowed, type PostureFilter } from "./cells";

/** What the days are of. */
export interface AskedDays {
  scope: Scope;
  clusters: Map<number, ClusterInfo>;
  request: PostureFilter;
  /** Rows of clusters or teams are told apart by `cluster_id` or `team_id`; of anything else those may be together. */
  by: string;
}

/**
 * FROM `x`: rows of the day tables with the weight of their clusters, as many as the question needs: the totals where all
 * clusters or all teams are asked for together, and the day tables themselves for days whose totals wait to be made.
 */
export function dayRows(
  asked: AskedDays,
  p: Parameters,
  table: "posture" | "flow",
  conditions: readonly string[],
): string {
  const { scope, clusters, request, by } = asked;
  const fine = narrowed(scope, p, `${table}_day`, clusters, request);
  const fineRows = (more: readonly string[]) =>
    `SELECT x.*, k.weight FROM ${fine.from} WHERE ${all([...conditions, ...more, fine.where])}`;
  const anyCluster = !request.cluster && !request.environment && by !== "cluster";
  const anyTeam = scope.teams === "*" && !request.team && by !== "team";
  if (!anyCluster && !anyTeam) return `(${fineRows([])}) x`;
  const touched = "(SELECT day FROM day_touched)";
  const of = [anyCluster ? "x.cluster_id < 0" : "x.cluster_id >= 0", anyTeam ? "x.team_id = -1" : "x.team_id >= 0"];
  const [weight, join] = anyCluster ? ["-x.cluster_id", ""] : ["k.weight", fine.join];
  return `(SELECT x.*, ${weight} AS weight FROM ${table}_total x ${join}
      WHERE ${all([...conditions, ...of, `x.day NOT IN ${touched}`, fine.where])}
    UNION ALL ${fineRows([`x.day IN ${touched}`])}) x`;
}
