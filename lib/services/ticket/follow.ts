import type { Pool } from "pg";
import { systemActor } from "@/lib/authz/actor";
import { isRefusal } from "@/lib/authz/refusal";
import { transaction } from "@/lib/db/transaction";
import { type RemediationState, remediationStates } from "@/lib/domain/vocabulary";
import { log } from "@/lib/telemetry/log";
import { moveRemediation } from "../remediation/move";
import { touchTicket } from "./touch";
import type { TicketSeen, TicketState } from "./tracker";

/** Steps that a remediation takes when somebody closes or reopens its issue; none: it stays. */
export function stepsFor(state: RemediationState, issue: TicketState): RemediationState[] {
  if (issue === "closed") {
    // Closing claims that it is fixed. Verified it is only by a report.
    if (state === "in_progress") return ["awaiting_verification"];
    if (state === "todo" || state === "blocked") return ["in_progress", "awaiting_verification"];
    return [];
  }
  return state === "awaiting_verification" ? ["in_progress"] : [];
}

/**
 * Takes over what a tracker says of an issue. What changed there moves the remediation by the transitions that people
 * have; what that leaves different is put right on the issue.
 */
export async function followIssue(
  pool: Pool,
  integrationId: number,
  seen: TicketSeen,
  now = new Date(),
): Promise<void> {
  const { rows } = await pool.query<{ id: number; before: TicketState; state: number }>(
    `UPDATE ticket t SET state = $4, url = $5, synced_at = $6 FROM ticket o JOIN remediation m ON m.id = o.remediation_id
     WHERE o.remediation_id = t.remediation_id AND t.integration_id = $1 AND lower(t.repository) = lower($2) AND t.number = $3
     RETURNING t.remediation_id::int AS id, o.state AS before, m.state`,
    [integrationId, seen.repository, seen.number, seen.state, seen.url, now],
  );
  const [ticket] = rows;
  if (!ticket || ticket.before === seen.state) return;
  for (const to of stepsFor(remediationStates.word(ticket.state), seen.state)) {
    try {
      await moveRemediation(systemActor("github"), ticket.id, { to, version: null }, now);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      log().info({ remediation: ticket.id, to, reason: error.message }, "an issue could not move its remediation");
      break;
    }
  }
  await transaction((client) => touchTicket(client, ticket.id), pool);
}
