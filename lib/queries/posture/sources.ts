import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { evidenceState } from "@/lib/domain/score/evidence";
import { resultClasses } from "@/lib/domain/vocabulary";

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
  const rows = await run<{ tool: string; class: number; targets: number; complete: boolean; observedAt: Date | null }>({
    name: "posture-sources",
    text: `SELECT t.name AS tool, h.class, h.targets, h.complete, h.observed_at AS "observedAt"
      FROM sources_heard($1, $2, $3) h JOIN tool t ON t.id = h.tool_id ORDER BY 1, 2`,
    values: [cluster ?? null, team ?? null, scope.teams === "*" ? null : scope.teams],
  });
  return rows.map((row) => ({
    ...row,
    class: resultClasses.word(row.class),
    stale: evidenceState(row.observedAt, at) === "stale",
  }));
}
