"use client";

import { CalendarClock } from "lucide-react";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useState } from "react";
import { changed } from "@/components/finding/address";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { dayOf, daysFrom } from "@/components/ui/day";
import { Field, Input } from "@/components/ui/input";
import { useNow } from "@/components/ui/now";
import { Popover } from "@/components/ui/popover";
import { PlainLink } from "@/components/ui/text-link";
import { dayText } from "@/components/ui/time-format";
import { asOfOf, hasPast } from "./as-of";

const steps = [
  { text: "Yesterday", days: 1 },
  { text: "7 days ago", days: 7 },
  { text: "30 days ago", days: 30 },
  { text: "90 days ago", days: 90 },
] as const;

/** Which evening the page is of. On pages that are always of now it is not there. */
export function AsOfPicker() {
  const path = usePathname();
  const address = useSearchParams();
  const asOf = asOfOf(address, useNow());
  if (!hasPast(path)) return null;
  return (
    <Popover
      label="As of"
      side="end"
      className="w-60"
      anchor={(anchor) => (
        <button
          {...anchor}
          type="button"
          aria-haspopup="dialog"
          aria-label={`As of ${asOf ? dayText(asOf) : "now"}`}
          data-tip="Show a past day"
          className={cx(
            "flex h-8 items-center gap-1.5 rounded-md px-2 whitespace-nowrap hover:bg-hover",
            asOf ? "bg-accent-soft font-medium" : "text-ink-2",
          )}
        >
          <CalendarClock size={14} aria-hidden="true" className="shrink-0" />
          <span className={asOf ? "tabular" : "max-sm:sr-only"}>{asOf ? dayText(asOf) : "Now"}</span>
        </button>
      )}
    >
      {(close) => <Choice key={asOf} asOf={asOf} onGo={close} />}
    </Popover>
  );
}

function Choice({ asOf, onGo }: { asOf: string | null; onGo: () => void }) {
  const path = usePathname();
  const router = useRouter();
  const address = useSearchParams();
  const today = dayOf(useNow());
  const [day, setDay] = useState(asOf ?? daysFrom(today, -7));
  const href = (to: string | null) => {
    const query = changed(new URLSearchParams(address), { asOf: to });
    return query.size > 0 ? `${path}?${query}` : path;
  };

  function submit(event: FormEvent) {
    event.preventDefault();
    onGo();
    router.push(href(day));
  }

  return (
    <div className="p-1">
      {[{ text: "Now", to: null }, ...steps.map(({ text, days }) => ({ text, to: daysFrom(today, -days) }))].map(
        ({ text, to }) => (
          <PlainLink
            key={text}
            href={href(to)}
            onClick={onGo}
            aria-current={to === asOf || undefined}
            className={cx(
              "flex h-8 items-center justify-between rounded-sm px-2 hover:bg-hover focus-visible:outline-offset-[-2px]",
              to === asOf && "font-medium text-accent",
            )}
          >
            {text}
            {to && <span className="text-small text-ink-3 tabular">{dayText(to)}</span>}
          </PlainLink>
        ),
      )}
      <form onSubmit={submit} className="mt-1 space-y-2 border-t border-line p-2">
        <Field label="The evening of">
          {(ids) => (
            <Input
              {...ids}
              type="date"
              required
              max={daysFrom(today, -1)}
              value={day}
              onChange={(event) => setDay(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="sm">
          Show that day
        </Button>
      </form>
    </div>
  );
}
