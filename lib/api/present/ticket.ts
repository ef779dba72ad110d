import { notFound } from "../../authz/refusal";
import type { Ticket } from "../../client/contract/ticket";
import type { TicketView } from "../../queries/ticket/get";

/** Throws not_found where there is no such remediation for the reader. */
export function presentTicket(found: TicketView | null | undefined): Ticket {
  if (found === undefined) throw notFound("This remediation");
  if (found === null) return { ticket: null };
  const { state, syncedAt, ...rest } = found;
  return {
    ticket: { ...rest, state: state === "closed" ? "closed" : "open", syncedAt: syncedAt?.toISOString() ?? null },
  };
}
