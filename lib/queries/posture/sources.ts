import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { evidenceState } from "@/lib/domain/score/evidence";
import { resultClasses } from "@/lib/domain/vocabulary";
import { all, Parameters } from "../sql";
import { ownPosture } from "../visible";

export interface SourceRecord {
  tool: string;
  class: string;
  targets: number;
  complete: boolean;
  observedAt: Date | null;
  stale: boolean;
}

/** Which tools speak of what is placed in the cluster or runs for the team, and when they last did. */
export async function sources(
  run: Run,
  scope: Scope,
  { cluster, team }: { cluster?: number; team?: number },
  at: Date,
): Promise<SourceRecord[]> {
  const p = new Parameters();
  const conditions = ownPosture(scope, p, "w");
  if (cluster !== undefined) conditions.push(`w.cluster_id = ${p.add(cluster, "int")}`);
  if (team !== undefined) conditions.push(`w.team_id = ${p.add(team, "int")}`);
  const rows = await run<{ tool: string; class: number; targets: number; complete: boolean; observedAt: Date | null }>({
    text: `SELECT t.name AS tool, s.class, count(*)::int AS targets, bool_and(s.complete_at IS NOT NULL) AS complete, max(s.observed_at) AS "observedAt"
      FROM (SELECT DISTINCT w.asset_id FROM placement w WHERE ${all(conditions)}) a
      JOIN scope s ON s.target_id = a.asset_id JOIN tool t ON t.id = s.tool_id WHERE s.observed_at IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
    values: p.values,
  });
  return rows.map((row) => ({
    ...row,
    class: resultClasses.word(row.class),
    stale: evidenceState(row.observedAt, at) === "stale",
  }));
}
