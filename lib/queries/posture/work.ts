import type { Scope } from "@/lib/authz/scope";
import type { Run, Statement } from "@/lib/db/read";
import { type DueWindow, type DueWord, dueWindow } from "@/lib/domain/sla/standing";
import { states } from "@/lib/domain/vocabulary";
import { countMost } from "../bounded";
import type { FindingFilter } from "../finding/filter";
import { lanesOf } from "../finding/lanes";
import { outline } from "../finding/outline";
import { openStates } from "../finding/states";
import { all, Parameters } from "../sql";
import { visible } from "../visible";

export interface WorkCounts {
  dueSoon: number;
  breached: number;
  awaitingVerification: number;
}

/** What is due within a week, late, and waits for the scan that proves it, of a filter's findings. Bounded at 10,000. */
export async function workCounts(
  run: Run,
  scope: Scope,
  filter: Pick<FindingFilter, "clusters" | "fixTeams">,
  at: Date,
): Promise<WorkCounts> {
  const whole = { ...filter, states: openStates };
  const lanes = await lanesOf(run, scope, "due", whole, filter.clusters ?? []);
  const count = async (word: DueWord) => {
    const [row] = await run<{ n: number }>(dueStatement(scope, whole, lanes, dueWindow(word, at)));
    return Math.min(row?.n ?? 0, countMost);
  };
  const awaiting = await outline(run, scope, { ...filter, states: [states.code("awaiting_verification")] });
  return { breached: await count("breached"), dueSoon: await count("soon"), awaitingVerification: awaiting.total };
}

/** Open findings due in a span of time, counted along the index of each team whose work it is. */
export function dueStatement(
  scope: Scope,
  filter: Pick<FindingFilter, "clusters">,
  lanes: readonly number[],
  { from, to }: DueWindow,
): Statement {
  const p = new Parameters();
  const conditions = [
    "f.fix_team_id = c.id AND f.state < 4",
    `f.due_at < ${p.add(to, "timestamptz")}`,
    ...(from ? [`f.due_at >= ${p.add(from, "timestamptz")}`] : []),
    ...(filter.clusters ? [`f.cluster_id = ANY (${p.add(filter.clusters, "int[]")})`] : []),
    ...visible(scope, p, "f"),
  ];
  const most = p.add(countMost, "int");
  return {
    text: `SELECT count(*)::int AS n FROM (SELECT 1 FROM unnest(${p.add(lanes, "int[]")}) c(id) CROSS JOIN LATERAL (
      SELECT 1 FROM finding f WHERE ${all(conditions)} LIMIT ${most}) x LIMIT ${most}) x`,
    values: p.values,
  };
}
