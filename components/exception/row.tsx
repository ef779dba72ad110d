import Link from "next/link";
import { Checkbox } from "@/components/ui/checkbox";
import { cx } from "@/components/ui/cx";
import { Ago, Due } from "@/components/ui/time";
import type { ExceptionRow } from "@/lib/client/contract/exception";
import { kindName, scopeWords, stateName } from "./words";

/** One line of the list: what is to be lived with, where, who asked, until when. */
export function ExceptionItem({
  row,
  href,
  current,
  selected,
  onSelect,
}: {
  row: ExceptionRow;
  href: string;
  current: boolean;
  selected: boolean;
  /** Absent where it is not the reader's to decide. */
  onSelect?: () => void;
}) {
  return (
    <li
      className={cx(
        "relative flex gap-2.5 border-b border-line px-2 py-2.5 hover:bg-hover",
        current && "bg-sunken hover:bg-sunken",
      )}
    >
      {onSelect && (
        <Checkbox
          className="relative z-10 mt-0.75"
          checked={selected}
          onChange={onSelect}
          aria-label={`Select the exception for ${row.rule}`}
        />
      )}
      <div className="min-w-0 flex-1 space-y-0.5">
        <p className="flex items-baseline justify-between gap-3">
          <Link
            href={href}
            prefetch={false}
            scroll={false}
            data-exception={row.id}
            aria-current={current ? "true" : undefined}
            className="min-w-0 truncate font-medium after:absolute after:inset-0 focus-visible:outline-offset-2"
          >
            <span className="font-mono text-small">{row.rule}</span>
          </Link>
          <span className="shrink-0 text-small text-ink-2">
            {row.state === "pending" ? <Ago at={row.requestedAt} suffix=" ago" /> : <End row={row} />}
          </span>
        </p>
        <p className="truncate text-small">{row.title}</p>
        <p className="truncate text-small text-ink-2">
          {kindName[row.kind]} · {scopeWords(row.scope)}
        </p>
      </div>
    </li>
  );
}

function End({ row }: { row: ExceptionRow }) {
  if (row.state !== "approved") return stateName[row.state];
  return (
    <>
      ends <Due at={row.expiresAt} />
    </>
  );
}
