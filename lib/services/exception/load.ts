import type { PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import { notFound } from "@/lib/authz/refusal";
import { type ExceptionState, exceptionStates } from "@/lib/domain/exception/vocabulary";
import { type Decision, decisions } from "@/lib/domain/vocabulary";

/** What deciding needs to know of an exception. */
export interface LoadedException {
  id: number;
  state: ExceptionState;
  kind: Decision;
  rule: string;
  ruleId: number;
  subjectId: number | null;
  teamId: number | null;
  requestedBy: number | null;
  renewsId: number | null;
  decidedBy: number | null;
  decidedAt: Date | null;
  expiresAt: Date;
}

type Stored = Omit<LoadedException, "state" | "kind"> & { state: number; decision: number };

/**
 * The exception, held until the end of the transaction. One that the actor may not read does not exist for them.
 * Throws not_found.
 */
export async function exceptionFor(client: PoolClient, actor: Actor, id: number): Promise<LoadedException> {
  const { rows } = await client.query<Stored>(
    `SELECT x.id, x.state, x.decision, r.code AS rule, x.rule_id AS "ruleId", x.subject_id AS "subjectId", x.team_id AS "teamId",
       x.requested_by AS "requestedBy", x.renews_id AS "renewsId", x.decided_by AS "decidedBy", x.decided_at AS "decidedAt", x.expires_at AS "expiresAt"
     FROM exception x JOIN rule r ON r.id = x.rule_id WHERE x.id = $1 FOR UPDATE OF x`,
    [id],
  );
  const row = rows[0];
  if (!row || !(await readable(client, actor, row))) throw notFound("This exception");
  const { state, decision, ...rest } = row;
  return { ...rest, state: exceptionStates.word(state), kind: decisions.word(decision) };
}

/** One for all teams is read by those whose findings it decides on. */
async function readable(client: PoolClient, actor: Actor, { id, teamId }: Stored): Promise<boolean> {
  if (can(actor, "findings.read", { teamIds: [teamId ?? 0] })) return true;
  if (teamId !== null || actor.kind !== "user" || !can(actor, "findings.read")) return false;
  const { rowCount } = await client.query(
    "SELECT 1 FROM finding_exception WHERE exception_id = $1 AND (team_id = ANY ($2::int[]) OR fix_team_id = ANY ($2::int[])) LIMIT 1",
    [id, actor.teamIds],
  );
  return rowCount === 1;
}
