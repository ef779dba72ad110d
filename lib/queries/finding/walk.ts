import type { Scope } from "@/lib/authz/scope";
import type { Run, Statement } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { visible } from "../visible";
import { type FindingFilter, findingConditions, halves, sharedConditions } from "./filter";
import { laneColumn } from "./lanes";
import { type Key, keyColumns, type Pass } from "./order";

/**
 * The first rows of a pass: in each lane (and half) the index has them in order, so each gives its first `limit`
 * and the best of those are taken. Filters are decided within the index.
 */
export async function walk(
  run: Run,
  scope: Scope,
  filter: FindingFilter,
  pass: Pass,
  lanes: readonly number[],
  limit: number,
): Promise<Key[]> {
  await run(inOrder);
  for (let share = shareOf(lanes.length, limit); share < limit; share *= 4) {
    const rows = await run<Key & { place: number }>(walkStatement(scope, filter, pass, lanes, limit, share));
    // A lane whose last row is among the best may have more of them, and better ones than the last that was taken.
    const least = pass.anyOfEqual ? rows.at(-1)?.points : undefined;
    const whole = (row: (typeof rows)[number]) => row.place < share || (rows.length === limit && row.points === least);
    if (rows.every(whole)) return rows.map(({ place, ...key }) => key);
  }
  return run<Key>(walkStatement(scope, filter, pass, lanes, limit));
}

/** Rows from many lanes: each will hardly have more than three times its share. Of few lanes, all at once. */
function shareOf(lanes: number, limit: number): number {
  return lanes >= 8 ? Math.max(8, Math.ceil((3 * limit) / lanes)) : limit;
}

/**
 * For the rest of the transaction: the planner takes filters for independent, so it often expects nothing to match and
 * would fetch and sort what it then finds to be thousands of rows.
 */
const inOrder: Statement = { text: "SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off" };

export function walkStatement(
  scope: Scope,
  filter: FindingFilter,
  pass: Pass,
  lanes: readonly number[],
  limit: number,
  share: number | null = null,
): Statement {
  const p = new Parameters();
  const lane = laneColumn[pass.sort];
  const conditions = [
    `f.${lane} = c.id`,
    ...pass.conditions(p, "f"),
    ...sharedConditions(filter, p, "f", [
      ...(lane === "cluster_id" ? (["clusters", "environments"] as const) : (["fixTeams"] as const)),
      ...(pass.severity === null ? [] : (["severities"] as const)),
    ]),
    ...findingConditions(filter, p, "f"),
    ...visible(scope, p, "f"),
  ];
  const most = p.add(limit, "int");
  const branches = halves(filter, "f").map((half) => {
    const where = all([half, ...conditions]);
    const first = (n: string) =>
      `SELECT ${keyColumns[pass.sort]} FROM finding f WHERE ${where} ORDER BY ${orders(pass.order)} LIMIT ${n}`;
    if (share === null) return `(${first(most)})`;
    return `(SELECT y.*, row_number() OVER ()::int AS place FROM (${first(p.add(share, "int"))}) y)`;
  });
  return {
    text: `SELECT x.* FROM unnest(${p.add(lanes, "int[]")}) c(id) CROSS JOIN LATERAL (${branches.join(" UNION ALL ")}) x
      ORDER BY ${pass.order} LIMIT ${most}`,
    values: p.values,
  };
}

const orders = (order: string) => order.replaceAll(/(^|, )/g, "$1f.");
