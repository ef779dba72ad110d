"use client";

import { History } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { changed } from "@/components/finding/address";
import { buttonClass } from "@/components/ui/button";
import { Section } from "@/components/ui/page";
import { PlainLink, TextLink } from "@/components/ui/text-link";
import { dayText } from "@/components/ui/time-format";

/** The way from a past day to now, with everything else of the address kept. */
function useNowHref(): string {
  const path = usePathname();
  const query = changed(new URLSearchParams(useSearchParams()), { asOf: null });
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Over a page of the past, for as long as one reads it. */
export function PastBanner({ day }: { day: string | null }) {
  const now = useNowHref();
  if (day === null) return null;
  return (
    <div
      role="status"
      className="sticky top-12 z-20 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-accent bg-accent-soft px-4 py-1.5 lg:px-6"
    >
      <p className="flex min-w-0 items-center gap-2">
        <History size={14} aria-hidden="true" className="shrink-0 text-accent" />
        <span>
          <strong className="font-semibold">Posture of {dayText(day)}</strong>
          <span className="text-ink-2 max-sm:hidden">, that evening (UTC), for whoever owned it then</span>
        </span>
      </p>
      <PlainLink href={now} className={buttonClass("secondary", "sm")}>
        Back to now
      </PlainLink>
    </div>
  );
}

/** In place of a part that only exists now: what it is, and that it is not kept. */
export function OnlyNow({ title, children }: { title: string; children: string }) {
  const now = useNowHref();
  return (
    <Section title={title}>
      <p className="hatch mt-2 rounded-md p-1">
        <span className="block rounded-sm bg-paper px-3 py-3 text-ink-2">
          {children} <TextLink href={now}>See it now</TextLink>
        </span>
      </p>
    </Section>
  );
}
