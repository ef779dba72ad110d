import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { all, Parameters } from "../sql";
import { visible } from "../visible";

export interface WorkCounts {
  dueSoon: number;
  breached: number;
  awaitingVerification: number;
}

const MOST = 10_000;
const DUE_SOON_DAYS = 7;

/** What is due within a week, late, and waits for the scan that proves it. `fixTeam`: whose work it is. Bounded at 10,000. */
export async function workCounts(
  run: Run,
  scope: Scope,
  clusters: readonly number[],
  fixTeam: number | null,
  at: Date,
): Promise<WorkCounts> {
  const count = async (condition: (p: Parameters) => string) => {
    const p = new Parameters();
    const conditions = [...visible(scope, p, "f"), condition(p)];
    if (fixTeam !== null) conditions.push(`f.fix_team_id = ${p.add(fixTeam, "int")}`);
    const [row] = await run<{ n: number }>({
      text: `SELECT count(*)::int AS n FROM (SELECT 1 FROM finding f WHERE f.cluster_id = ANY (${p.add([...clusters], "int[]")})
        AND f.state < 4 AND ${all(conditions)} LIMIT ${MOST}) x`,
      values: p.values,
    });
    return row?.n ?? 0;
  };
  const soon = new Date(at.getTime() + DUE_SOON_DAYS * 86_400_000);
  return {
    breached: await count((p) => `f.due_at < ${p.add(at, "timestamptz")}`),
    dueSoon: await count((p) => `f.due_at >= ${p.add(at, "timestamptz")} AND f.due_at < ${p.add(soon, "timestamptz")}`),
    awaitingVerification: await count(() => "f.state = 2"),
  };
}
