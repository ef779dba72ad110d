import Link from "next/link";
import type { ReactNode } from "react";

/** Rows of which each is one link. */
export function LinkList({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {children}
    </ul>
  );
}

const row = "flex min-h-11 items-center gap-3 rounded-sm px-1 py-1.5";

/** A row that leads somewhere; without an address it only says what it says. */
export function LinkRow({ href, children }: { href: string | null; children: ReactNode }) {
  return (
    <li>
      {href === null ? (
        <div className={row}>{children}</div>
      ) : (
        <Link href={href} prefetch={false} className={`${row} hover:bg-hover focus-visible:outline-offset-[-2px]`}>
          {children}
        </Link>
      )}
    </li>
  );
}
