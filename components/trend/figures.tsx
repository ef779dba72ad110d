import { shortDay } from "@/components/ui/time-format";
import type { Trends } from "@/lib/client/contract/trend";
import { type Change, flowChange, inUnit, knownBefore, openChange } from "./change";
import { Delta } from "./delta";

type Figure = { text: string; change: Change; before: string };

/** The four numbers of a period, each against the period before. */
export function TrendFigures({ trends }: { trends: Trends }) {
  const { total, since } = trends;
  const known = knownBefore(trends);
  const gap =
    known === "part" ? `history begins ${shortDay(since as string)}` : known === "none" ? "no figures of before" : null;
  const flow = (of: "fixed" | "mttrDays" | "sla", text: string): Figure => {
    const change = flowChange(total, of, known === "whole");
    return { text, change, before: gap ?? `${inUnit(change.before, change.unit)} before` };
  };
  const open = openChange(total, since);
  const figures: Figure[] = [
    {
      text: "open",
      change: open,
      before: open.before === null ? "no figure of before" : `${inUnit(open.before, "count")} at the start`,
    },
    flow("fixed", "fixed"),
    flow("mttrDays", "mean time to repair"),
    flow("sla", "fixed in time"),
  ];
  return (
    <dl
      aria-label="The period in four figures"
      className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-line bg-line lg:grid-cols-4 print:grid-cols-4"
    >
      {figures.map(({ text, change, before }) => (
        <div key={text} className="flex flex-col bg-surface px-4 py-3">
          <dt className="order-2 text-small text-ink-2">
            {text} <span className="text-ink-3">· {before}</span>
          </dt>
          <dd className="flex items-baseline gap-2">
            <span className="text-title font-semibold tabular">{inUnit(change.now, change.unit)}</span>
            <Delta change={change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
