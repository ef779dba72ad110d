"use client";

import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, useState } from "react";
import { changed } from "@/components/finding/address";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { dayOf } from "@/components/ui/day";
import { Field, Input } from "@/components/ui/input";
import { useNow } from "@/components/ui/now";
import { Popover } from "@/components/ui/popover";
import { dayText } from "@/components/ui/time-format";
import { type Period, periodNames } from "./period";

const text = { 7: "7 days", 30: "30 days", 90: "90 days", quarter: "Quarter" } as const;

const part =
  "flex h-8 items-center border-l border-line-strong px-2.5 first:border-l-0 hover:bg-hover focus-visible:-outline-offset-2";

/** Which days the page is of: three lengths, the quarter, or days of one's own. */
export function PeriodPicker({ period }: { period: Period }) {
  const path = usePathname();
  const address = useSearchParams();
  const href = (name: string) => {
    const query = changed(new URLSearchParams(address), { period: name === "30" ? null : name, from: null, to: null });
    return query.size > 0 ? `${path}?${query}` : path;
  };
  return (
    <nav
      aria-label="Period"
      className="flex max-w-full overflow-x-auto rounded-md border border-line-strong bg-surface"
    >
      {periodNames.map((name) => (
        <Link
          key={name}
          href={href(name)}
          prefetch={false}
          scroll={false}
          aria-current={period.name === name ? "true" : undefined}
          className={cx(part, period.name === name ? "bg-line font-medium" : "text-ink-2")}
        >
          {text[name]}
        </Link>
      ))}
      <Popover
        label="Days of one's own"
        side="end"
        className="w-64"
        onOpen={(box) => box.querySelector("input")?.focus()}
        anchor={(anchor) => (
          <button
            {...anchor}
            type="button"
            aria-haspopup="dialog"
            className={cx(part, "whitespace-nowrap", period.name === "custom" ? "bg-line font-medium" : "text-ink-2")}
          >
            {period.name === "custom" ? `${dayText(period.from)} – ${dayText(period.to)}` : "Dates"}
          </button>
        )}
      >
        {(close) => <Dates period={period} onGo={close} />}
      </Popover>
    </nav>
  );
}

function Dates({ period, onGo }: { period: Period; onGo: () => void }) {
  const path = usePathname();
  const router = useRouter();
  const address = useSearchParams();
  const today = dayOf(useNow());
  const [from, setFrom] = useState(period.from);
  const [to, setTo] = useState(period.to);

  function submit(event: FormEvent) {
    event.preventDefault();
    onGo();
    router.push(`${path}?${changed(new URLSearchParams(address), { period: null, from, to })}`, { scroll: false });
  }

  return (
    <form onSubmit={submit} className="space-y-3 p-3">
      <Field label="From">
        {(ids) => (
          <Input
            {...ids}
            type="date"
            required
            max={to || today}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
        )}
      </Field>
      <Field label="To">
        {(ids) => (
          <Input
            {...ids}
            type="date"
            required
            min={from}
            max={today}
            value={to}
            onChange={(event) => setTo(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary">
        Show these days
      </Button>
    </form>
  );
}
