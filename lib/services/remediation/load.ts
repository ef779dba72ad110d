import type { PoolClient } from "pg";
import { type Actor, actorLabel } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import { conflict, forbidden, notFound } from "@/lib/authz/refusal";
import { type RemediationState, remediationStates } from "@/lib/domain/vocabulary";

/** A remediation, held by whoever changes it until the end of their transaction. */
export interface HeldRemediation {
  id: number;
  title: string;
  teamId: number;
  assigneeId: number | null;
  state: RemediationState;
  version: number;
  dueAt: Date | null;
  stateAt: Date;
  claimedAt: Date | null;
}

type Row = Omit<HeldRemediation, "state"> & { state: number };

/** The row, locked; null where there is none. Locks of the merge come after this one, findings and items after those. */
export async function holdRemediation(client: PoolClient, id: number): Promise<HeldRemediation | null> {
  await client.query("SET LOCAL lock_timeout = '10s'");
  const { rows } = await client.query<Row>(
    `SELECT id, title, team_id AS "teamId", assignee_id AS "assigneeId", state, version, due_at AS "dueAt", state_at AS "stateAt",
       claimed_at AS "claimedAt" FROM remediation WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const [row] = rows;
  return row ? { ...row, state: remediationStates.word(row.state) } : null;
}

/**
 * The remediation, for somebody who is about to change it; what they may not read is not there for them.
 * @param version that they saw; null: whichever (what the installation does itself)
 * Throws not_found, forbidden, and conflict (`stale`) when somebody was faster.
 */
export async function remediationToChange(
  client: PoolClient,
  actor: Actor,
  id: number,
  version: number | null,
): Promise<HeldRemediation> {
  mustBePerson(actor);
  const held = await holdRemediation(client, id);
  const target = { teamIds: [held?.teamId ?? 0] };
  if (!held || !can(actor, "findings.read", target)) throw notFound("This remediation");
  if (!can(actor, "remediations.write", target)) throw forbidden();
  if (version !== null && version !== held.version) throw tooLate();
  return held;
}

/** People work on remediations, and what the installation does for them; never a token. */
export function mustBePerson(actor: Actor): void {
  if (actor.kind === "token") throw forbidden("Only a signed-in person works on remediations.");
}

export const tooLate = () => conflict("Somebody else changed this meanwhile. Look at it again.", "stale");

export const targetOf = ({ id, title }: { id: number; title: string }) => `remediation:${id} ${title}`;

/** Who did it, for a message to people of the team: only a name that they know. */
export function nameFor(actor: Actor, teamId: number): string | null {
  if (actor.kind !== "user") return actor.kind === "system" ? actorLabel(actor) : null;
  return actor.teamIds.includes(teamId) ? actor.name : null;
}
