"use client";

import type { z } from "zod";
import { StateMark } from "@/components/finding/marks";
import { assetPath } from "@/components/finding/words";
import { SeverityLetter } from "@/components/severity/letter";
import { PlainLink } from "@/components/ui/text-link";
import type { ExceptionFinding } from "@/lib/client/contract/exception";

/** The findings that an exception covers, the gravest first. */
export function Covered({
  items,
  most = 20,
  linked = true,
}: {
  items: z.infer<typeof ExceptionFinding>[];
  most?: number;
  /** Not beside a form, which a link would throw away. */
  linked?: boolean;
}) {
  return (
    <ul aria-label="Findings that it covers" className="divide-y divide-line border-y border-line">
      {items.slice(0, most).map((item) => (
        <li key={item.id} className="flex min-h-8 items-center gap-2 py-1 text-small">
          <SeverityLetter severity={item.severity} />
          {linked ? (
            <PlainLink href={`/findings?state=all&finding=${item.id}`} className="min-w-0 flex-1 truncate">
              {assetPath({ ...item, asset: { name: item.asset } })}
            </PlainLink>
          ) : (
            <span className="min-w-0 flex-1 truncate">{assetPath({ ...item, asset: { name: item.asset } })}</span>
          )}
          {item.team && <span className="truncate text-ink-2 max-sm:hidden">{item.team}</span>}
          <StateMark state={item.state} />
        </li>
      ))}
    </ul>
  );
}
