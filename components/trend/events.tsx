import { Section } from "@/components/ui/page";
import { TextLink } from "@/components/ui/text-link";
import { shortDay } from "@/components/ui/time-format";
import type { Trends } from "@/lib/client/contract/trend";
import { markedDays } from "./series";

/** What explains a bend of the curves, by the numbers that stand over them. */
export function TrendEvents({ trends }: { trends: Trends }) {
  const marks = markedDays(trends);
  if (marks.length === 0) return null;
  return (
    <Section title="What happened">
      <ol aria-label="What happened" className="divide-y divide-line">
        {marks.map((mark) => (
          <li key={mark.day} className="flex gap-3 px-1 py-2">
            <span aria-hidden="true" className="w-5 shrink-0 text-right text-small text-ink-3 tabular">
              {mark.number}
            </span>
            <span className="w-16 shrink-0 text-small text-ink-2 tabular">
              {shortDay(mark.events[0]?.day ?? mark.day)}
            </span>
            <ul className="min-w-0 space-y-0.5">
              {mark.events.map((event) => (
                <li key={`${event.kind} ${event.text}`} className="break-words">
                  {event.href ? <TextLink href={event.href}>{event.text}</TextLink> : event.text}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Section>
  );
}
