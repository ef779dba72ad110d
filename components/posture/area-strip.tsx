"use client";

import { TextLink } from "@/components/ui/text-link";
import type { PostureRow } from "@/lib/client/contract/posture";
import { type Area, areas } from "@/lib/domain/vocabulary";
import { areaCovers, areaName, areaShort } from "./area-words";
import { Change, Coverage } from "./marks";
import { ScoreCell } from "./score-cell";
import { ScoreNumbers } from "./score-explain";

/** The seven areas of one place. The chosen one opens underneath, with the numbers that made its score. */
export function AreaStrip({
  row,
  chosen,
  href,
  findings,
}: {
  row: PostureRow;
  chosen: string | null;
  /** Address with an area chosen, or with none. */
  href: (area: Area | null) => string;
  /** The list of an area; null on a past day, of which no list is kept. */
  findings: (area: Area) => string | null;
}) {
  const area = chosen !== null && areas.is(chosen) ? chosen : null;
  const list = area && findings(area);
  return (
    <div className="space-y-2">
      <ul aria-label="Areas" className="grid grid-cols-7 gap-0.5">
        {areas.list.map((one) => (
          <li key={one} className="min-w-0">
            <span
              className="flex h-8 items-center justify-center gap-1.5 text-small text-ink-2"
              data-tip={areaCovers[one]}
            >
              <span className="hidden md:inline">{areaName[one]}</span>
              <abbr title={areaName[one]} className="no-underline md:hidden">
                {areaShort[one]}
              </abbr>
              <span className="max-sm:hidden">
                {Math.round(row.areas[one].change ?? 0) !== 0 ? <Change value={row.areas[one].change} /> : null}
              </span>
            </span>
            <ScoreCell
              score={row.areas[one]}
              label={`${row.name}, ${areaName[one].toLowerCase()}`}
              href={href(one === area ? null : one)}
              current={one === area}
              stay
            />
            <span data-tip="Covered" className="block pt-0.5 text-center text-small">
              <span className="sr-only">{areaName[one]}, covered: </span>
              <Coverage share={row.areas[one].coverage} bar={false} />
            </span>
          </li>
        ))}
      </ul>
      {area && (
        <section aria-label={areaName[area]} className="rounded-md border border-line bg-surface">
          <div className="flex items-center justify-between border-b border-line px-3 py-2">
            <h2 className="font-semibold">{areaName[area]}</h2>
            <span className="flex gap-4 text-small">
              {list && <TextLink href={list}>Findings in this area</TextLink>}
              <TextLink href={href(null)} scroll={false}>
                Close
              </TextLink>
            </span>
          </div>
          <ScoreNumbers score={row.areas[area]} findings={list} wide />
        </section>
      )}
    </div>
  );
}
