"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { ChartFrame } from "@/components/charts/frame";
import { countsInWords } from "@/components/severity/counts";
import { severityFill, severityName, severityOrder } from "@/components/severity/words";
import { cx } from "@/components/ui/cx";
import { Empty } from "@/components/ui/notice";
import type { PostureRow } from "@/lib/client/contract/posture";

const SeverityBars = dynamic(() => import("@/components/charts/severity-bars"), { ssr: false });
const rowHeight = 34;

/** Open findings by the other axis: of a cluster by team, of a team by cluster. */
export function ByOther({
  title,
  noun,
  rows,
  href,
}: {
  title: string;
  noun: string;
  rows: PostureRow[];
  /** Where a bar leads; null: nowhere. */
  href: (row: PostureRow) => string | null;
}) {
  const router = useRouter();
  const shown = rows.slice(0, 12);
  const words = shown.map((row) => `${row.name}: ${countsInWords(row.open)}`).join("; ");
  return (
    <ChartFrame
      title={title}
      table={() => ({
        head: [noun, ...severityOrder.map((severity) => severityName[severity]), "All findings"],
        rows: rows.map((row) => [row.name, ...severityOrder.map((severity) => row.open[severity]), row.findings]),
      })}
    >
      {shown.length === 0 ? (
        <Empty title="Nothing here yet" />
      ) : (
        <figure aria-label={`${title}. ${words}`} className="pt-2">
          <div style={{ height: shown.length * rowHeight + 28 }}>
            <SeverityBars
              rows={shown.map((row) => ({ name: row.name, counts: row.open }))}
              onPick={(index) => {
                const row = shown[index];
                const to = row && href(row);
                if (to) router.push(to);
              }}
            />
          </div>
          <figcaption className="flex flex-wrap gap-x-4 gap-y-1 pt-1 pl-30 text-small text-ink-2 max-sm:pl-0">
            {severityOrder
              .filter((severity) => shown.some((row) => row.open[severity] > 0))
              .map((severity) => (
                <span key={severity} className="inline-flex items-center gap-1.5">
                  <span aria-hidden="true" className={cx("size-2.5 rounded-[2px]", severityFill[severity])} />
                  {severityName[severity]}
                </span>
              ))}
          </figcaption>
        </figure>
      )}
    </ChartFrame>
  );
}
