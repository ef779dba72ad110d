import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { type ClusterInfo, clustersOf } from "../posture/cells";
import { all, Parameters } from "../sql";
import { teamIdOf } from "../team-id";
import { visible } from "../visible";

/** What narrows fixes: slugs. `team`: runs what is touched; `fixTeam`: can do it. `none`: nobody; not deployed. */
export interface FixFilter {
  cluster?: string | undefined;
  team?: string | undefined;
  fixTeam?: string | undefined;
  environment?: string | undefined;
}

/** What fixes do, in numbers that add up; points in tenths. */
export interface FixNumbers {
  findings: number;
  accepted: number;
  added: number;
  kev: number;
  critical: number;
  high: number;
  workloads: number;
  points: number;
}

export const totalOf = (sums: readonly FixNumbers[], key: keyof FixNumbers): number =>
  sums.reduce((sum, one) => sum + one[key], 0);

/** What a fix does in one cluster, for one team. */
export interface FixSum extends FixNumbers {
  fix: number;
  subject: number;
  cluster: number;
  team: number;
  fixTeam: number;
  /** area * 16 + unit, points, accepted points, exposed KEV, units, assessed units. */
  deltas: number[][];
  dueAt: Date | null;
  assignee: number | null;
}

/** Conditions on `fix_sum s` that a filter and the scope make; null: nothing can match. */
export async function sumConditions(
  run: Run,
  scope: Scope,
  filter: FixFilter,
  p: Parameters,
): Promise<string[] | null> {
  const conditions = visible(scope, p, "s");
  if (filter.cluster || filter.environment) {
    const clusters = await clustersOf(run, postureFilter(filter));
    if (clusters.size === 0) return null;
    conditions.push(`s.cluster_id = ANY (${p.add([...clusters.keys()], "int[]")})`);
  }
  for (const [slug, column] of [
    [filter.team, "team_id"],
    [filter.fixTeam, "fix_team_id"],
  ] as const) {
    if (slug === undefined) continue;
    const id = slug === "none" ? 0 : await teamIdOf(run, scope, slug);
    if (id === null) return null;
    conditions.push(`s.${column} = ${p.add(id, "int")}`);
  }
  return conditions;
}

export const postureFilter = ({ cluster, environment, team }: FixFilter) => ({
  ...(cluster ? { cluster } : {}),
  ...(environment ? { environment } : {}),
  ...(team ? { team } : {}),
});

/** What these fixes do within scope and filter. */
export async function sumsOf(
  run: Run,
  scope: Scope,
  fixes: readonly number[],
  filter: FixFilter = {},
): Promise<FixSum[]> {
  const p = new Parameters();
  const ids = p.add(fixes, "int[]");
  const conditions = await sumConditions(run, scope, filter, p);
  if (conditions === null || fixes.length === 0) return [];
  // As JSON, which is read many times faster than an array of the wire is.
  return run<FixSum>({
    text: `SELECT s.fix_id AS fix, s.subject_id AS subject, s.cluster_id AS cluster, s.team_id AS team, s.fix_team_id AS "fixTeam", s.findings,
        s.accepted, s.added, s.kev, s.critical, s.high, s.workloads, s.points::float8 AS points, array_to_json(s.deltas) AS deltas, s.due_at AS "dueAt", s.assignee_id AS assignee
      FROM fix_sum s WHERE ${all([`s.fix_id = ANY (${ids})`, ...conditions])} ORDER BY s.fix_id, s.cluster_id, s.team_id`,
    values: p.values,
  });
}

export type { ClusterInfo };
