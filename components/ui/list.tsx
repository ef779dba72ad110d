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

export function LinkRow({ href, children }: { href: string; children: ReactNode }) {
  return (
    <li>
      <Link
        href={href}
        prefetch={false}
        className="flex min-h-11 items-center gap-3 rounded-sm px-1 py-1.5 hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        {children}
      </Link>
    </li>
  );
}
