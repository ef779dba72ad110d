import type { Scope } from "@/lib/authz/scope";
import type { Run, Statement } from "@/lib/db/read";
import { type BoundedCount, bounded, countMost } from "../bounded";
import { all, Parameters } from "../sql";
import { visible } from "../visible";
import { type FindingFilter, findingConditions, halves, sharedConditions } from "./filter";

/** Matches counted along the findings of these clusters, up to the bound: short where many match. */
export async function countAlong(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  clusters: readonly number[],
): Promise<BoundedCount> {
  const rows = await run<{ n: number }>(countStatement(scope, filter, clusters));
  return bounded(rows[0]?.n ?? 0);
}

export function countStatement(scope: Scope, filter: FindingFilter, clusters: readonly number[]): Statement {
  const p = new Parameters();
  const conditions = [
    "f.cluster_id = c.id",
    ...sharedConditions(filter, p, "f", ["clusters", "environments"]),
    ...findingConditions(filter, p, "f"),
    ...visible(scope, p, "f"),
  ];
  const most = p.add(countMost + 1, "int");
  const branches = halves(filter, "f").map(
    (half) => `(SELECT 1 FROM finding f WHERE ${all([half, ...conditions])} LIMIT ${most})`,
  );
  return {
    text: `SELECT count(*)::int AS n FROM (SELECT 1 FROM unnest(${p.add(clusters, "int[]")}) c(id)
      CROSS JOIN LATERAL (${branches.join(" UNION ALL ")}) x LIMIT ${most}) x`,
    values: p.values,
  };
}
