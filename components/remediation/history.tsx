import { Part } from "@/components/ui/drawer-part";
import { plural } from "@/components/ui/format";
import { Ago, Day } from "@/components/ui/time";
import type { RemediationDetail, RemediationState } from "@/lib/client/contract/remediation";
import { remediationName } from "./words";

type Event = RemediationDetail["history"][number];

/** All that happened to it, the newest first, by whom or by what. */
export function History({ history }: { history: Event[] }) {
  return (
    <Part title="History">
      <ol className="space-y-2">
        {history.map((event) => (
          <li key={event.id} className="flex items-baseline justify-between gap-3">
            <span className="min-w-0">
              <Said event={event} />
              {event.text && event.axis === "state" && (
                <span className="block text-small break-words text-ink-2">{event.text}</span>
              )}
              <span className="block text-small text-ink-2">{by(event)}</span>
            </span>
            <span className="shrink-0 text-small text-ink-2">
              <Ago at={event.at} suffix=" ago" />
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
}

function Said({ event }: { event: Event }) {
  const { axis, before, after, findings, text } = event;
  const many = findings === null ? "Findings" : plural(findings, "finding");
  switch (axis) {
    case "created":
      return "Planned";
    case "state":
      return `${nameOf(before)} → ${nameOf(after)}`;
    case "assignee":
      return after === null ? "Assigned to nobody" : `Assigned to ${after}`;
    case "team":
      return `Went from ${before} to ${after}`;
    case "due":
      return after === null ? (
        "No due date any more"
      ) : (
        <>
          Due <Day at={after} />
        </>
      );
    case "title":
      return `Called “${text}”`;
    case "items_added":
      return `${many} added`;
    case "items_removed":
      return `${many} taken out`;
    case "items_refuted":
      return `${many} still reported after the claim`;
    case "items_returned":
      return `${many} there again`;
  }
}

const nameOf = (state: string | null) => (state === null ? "–" : remediationName[state as RemediationState]);

function by({ actor, person }: Event): string {
  if (actor !== null) return `by ${actor}`;
  return person ? "by somebody outside your teams" : "by a report";
}
