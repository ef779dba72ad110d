"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Ago } from "@/components/ui/time";
import { useWrite } from "@/components/ui/use-write";
import { Ticket } from "@/lib/client/contract/ticket";
import { api } from "@/lib/client/fetcher";
import { ticketQuery } from "@/lib/client/queries/notices";

/** The issue of a remediation at its team's tracker; silent where there is none and none may be made. */
export function TicketLine({ id, mayPlan }: { id: number; mayPlan: boolean }) {
  const { data } = useQuery(ticketQuery(id));
  const plan = useWrite({
    send: () => api(`/remediations/${id}/ticket`, { method: "POST", shape: Ticket }),
    done: () => "The issue is on its way",
    stale: [["ticket", id]],
  });
  if (!data) return null;
  const { ticket } = data;
  if (ticket === null)
    return mayPlan && data.available ? (
      <p className="flex flex-wrap items-center gap-2 text-small">
        <Button size="sm" look="quiet" busy={plan.busy} onClick={() => plan.run(undefined)}>
          Make a GitHub issue
        </Button>
        {plan.problem && <span className="text-ink-2">{plan.problem}</span>}
      </p>
    ) : null;
  const name = `${ticket.repository}${ticket.number === null ? "" : `#${ticket.number}`}`;
  return (
    <p className="text-small text-ink-2 wrap-anywhere">
      Issue{" "}
      {ticket.url ? (
        <a href={ticket.url} rel="noreferrer" target="_blank" className="rounded-sm text-accent underline">
          {name}
        </a>
      ) : (
        name
      )}
      {ticket.number === null ? " is on its way" : `, ${ticket.state}`}
      {ticket.syncedAt && (
        <>
          , in step <Ago at={ticket.syncedAt} suffix=" ago" />
        </>
      )}
      {ticket.error && <span className="text-critical">; it does not follow: {ticket.error}</span>}
    </p>
  );
}
