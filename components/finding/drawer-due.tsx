"use client";

import { severityName } from "@/components/severity/words";
import { Popover } from "@/components/ui/popover";
import { TextLink } from "@/components/ui/text-link";
import { Due, Moment } from "@/components/ui/time";
import type { FindingDetail } from "@/lib/client/contract/finding";
import { dueCauseWords, startsClock } from "./due-words";

/** The due date, and on a click the numbers that made it. */
export function DueWhy({ finding }: { finding: FindingDetail }) {
  const { due, dueAt } = finding;
  if (!dueAt) return null;
  if (!due) return <Due at={dueAt} />;
  const rating = [
    severityName[finding.severity],
    finding.kev && "known to be exploited",
    due.environment && `in ${due.environment}`,
  ].filter(Boolean);
  return (
    <Popover
      label="Why it is due then"
      className="w-72 space-y-2 p-3 text-small"
      anchor={(anchor) => (
        <button
          {...anchor}
          type="button"
          className="rounded-sm underline decoration-dotted underline-offset-3 hover:decoration-solid"
        >
          <Due at={dueAt} />
        </button>
      )}
    >
      <p className="font-medium">
        <Moment at={dueAt} />
      </p>
      <p>
        = <Moment at={due.startedAt} /> + {due.days} {due.days === 1 ? "day" : "days"}
      </p>
      <ul className="list-disc space-y-1 pl-4 text-ink-2">
        <li>
          {rating.join(", ")}: {due.days} {due.days === 1 ? "day" : "days"}.
        </li>
        <li>
          {startsClock(due.cause)
            ? `The clock started when ${dueCauseWords[due.cause]}.`
            : `The date changed last as ${dueCauseWords[due.cause]}.`}
        </li>
        {due.paused && <li>A decision holds: the clock stands still, and its time will be added.</li>}
      </ul>
      <p>
        <TextLink href="/settings/sla">Days to remediate</TextLink>
      </p>
    </Popover>
  );
}
