import { ChartFrame } from "@/components/charts/frame";
import { Empty } from "@/components/ui/notice";
import { PlainLink } from "@/components/ui/text-link";
import type { TrendRow, Trends } from "@/lib/client/contract/trend";
import { type Change, flowChange, inShort, knownBefore } from "./change";
import { Delta } from "./delta";
import { Slope } from "./slope";

const MOST = 12;

/** How fast and how punctual each is, on one scale for all: from the period before to this one. */
export function Multiples({ trends, href }: { trends: Trends; href: (row: TrendRow) => string }) {
  const whole = knownBefore(trends) === "whole";
  const rows = trends.rows
    .map((row) => ({ row, mttr: flowChange(row, "mttrDays", whole), sla: flowChange(row, "sla", whole) }))
    .filter(({ mttr, sla }) => mttr.now !== null || mttr.before !== null || sla.now !== null || sla.before !== null)
    .slice(0, MOST);
  const slowest = Math.max(...rows.flatMap(({ mttr }) => [mttr.now ?? 0, mttr.before ?? 0]), 1);
  const days = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10);
  const share = (value: number | null) => (value === null ? null : Math.round(value * 100));
  return (
    <ChartFrame
      title={`Time to repair and punctuality by ${trends.by}`}
      table={() => ({
        head: ["Name", "MTTR, days", "MTTR before, days", "In time %", "In time before %"],
        rows: rows.map(({ row, mttr, sla }) => [
          row.name,
          days(mttr.now),
          days(mttr.before),
          share(sla.now),
          share(sla.before),
        ]),
      })}
    >
      {rows.length === 0 ? (
        <Empty title="Nothing was fixed in either period" />
      ) : (
        <ul className="grid gap-x-8 gap-y-4 pt-3 sm:grid-cols-2 xl:grid-cols-4 print:grid-cols-3">
          {rows.map(({ row, mttr, sla }) => (
            <li key={row.key ?? ""} className="min-w-0 break-inside-avoid">
              <PlainLink href={href(row)} className="block truncate font-medium">
                {row.name}
              </PlainLink>
              <Panel text="to repair" change={mttr} max={slowest} />
              <Panel text="in time" change={sla} max={1} />
            </li>
          ))}
        </ul>
      )}
    </ChartFrame>
  );
}

function Panel({ text, change, max }: { text: string; change: Change; max: number }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <p className="min-w-0 text-small">
        <span className="font-medium tabular">
          {change.now === null ? "unknown" : inShort(change.now, change.unit)}
        </span>{" "}
        <span className="text-ink-2">{text}</span> <Delta change={change} />
      </p>
      <Slope before={change.before} now={change.now} max={max} />
    </div>
  );
}
