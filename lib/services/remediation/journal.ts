import type { PoolClient } from "pg";
import { type RemediationAxis, remediationAxes } from "@/lib/domain/vocabulary";

/** One row of a remediation's history. */
export interface Step {
  remediationId: number;
  /** The one that the remediation has after it. */
  version: number;
  axis: RemediationAxis;
  before?: number | null;
  after?: number | null;
  text?: string | null;
  actorId: number | null;
  at: Date;
}

export async function journal(client: PoolClient, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    await client.query({
      name: "remediation-journal",
      text: `INSERT INTO remediation_event (remediation_id, version, axis, before, after, text, actor_id, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      values: [
        step.remediationId,
        step.version,
        remediationAxes.code(step.axis),
        step.before ?? null,
        step.after ?? null,
        step.text ?? null,
        step.actorId,
        step.at,
      ],
    });
  }
}

/** A step that is about findings: a row for each pair of teams, so that each reader is told their own number. */
export async function journalItems(client: PoolClient, step: Step, findingIds: readonly string[]): Promise<void> {
  if (findingIds.length === 0) return;
  await client.query(
    `INSERT INTO remediation_event (remediation_id, version, axis, after, text, actor_id, at, team_id, fix_team_id)
     SELECT $1, $2, $3, count(*), $4, $5, $6, f.team_id, f.fix_team_id FROM finding f WHERE f.id = ANY ($7::bigint[])
     GROUP BY f.team_id, f.fix_team_id ORDER BY 8, 9`,
    [
      step.remediationId,
      step.version,
      remediationAxes.code(step.axis),
      step.text ?? null,
      step.actorId,
      step.at,
      findingIds,
    ],
  );
}

/** Codes of times in `before` and `after`: seconds since 1970. */
export const secondsOf = (at: Date | null): number | null => (at === null ? null : Math.floor(at.getTime() / 1000));
