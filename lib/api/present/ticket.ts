import { notFound } from "../../authz/refusal";
import type { Ticket } from "../../client/contract/ticket";
import type { TicketView } from "../../queries/ticket/get";

/** Throws not_found where there is no such remediation for the reader. */
export function presentTicket(found: TicketView | null | undefined, available: boolean): Ticket {
  if (found === undefined) throw notFound("This remediation");
  if (found === null) return { available, ticket: null };
  const { state, syncedAt, ...rest } = found;
  return {
    available,
    ticket: { ...rest, state: state === "closed" ? "closed" : "open", syncedAt: syncedAt?.toISOString() ?? null },
  };
}
