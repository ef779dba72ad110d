import { Part } from "@/components/ui/drawer-part";
import { PlainLink } from "@/components/ui/text-link";
import { Ago } from "@/components/ui/time";
import type { FindingDetail } from "@/lib/client/contract/finding";
import { historyLine } from "./history-words";

/** The journal, newest first: what changed, when it was so, and who or which report said so. */
export function History({ finding }: { finding: FindingDetail }) {
  return (
    <Part title="History">
      <ol className="relative space-y-2 border-l border-line pl-4 text-small">
        {finding.history.map((entry) => (
          <li key={`${entry.at} ${entry.axis} ${entry.after}`} className="relative flex items-baseline gap-3">
            <span aria-hidden="true" className="absolute top-1.5 -left-[18.5px] size-1.5 rounded-full bg-ink-3" />
            <span className="min-w-0 flex-1">
              {historyLine(entry)}
              {entry.actor && <span className="text-ink-2"> · {entry.actor}</span>}
              {entry.report && (
                <>
                  {" · "}
                  <PlainLink href={`/imports?report=${entry.report}`} className="text-ink-2">
                    report {entry.report}
                  </PlainLink>
                </>
              )}
            </span>
            <span className="text-ink-2">
              <Ago at={entry.at} />
            </span>
          </li>
        ))}
        <li className="relative flex items-baseline gap-3">
          <span aria-hidden="true" className="absolute top-1.5 -left-[18.5px] size-1.5 rounded-full bg-ink-3" />
          <span className="min-w-0 flex-1">First seen</span>
          <span className="text-ink-2">
            <Ago at={finding.firstSeenAt} />
          </span>
        </li>
      </ol>
    </Part>
  );
}
