"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import { cx } from "./cx";

/** Views of one thing, each with its own address. */
export function LinkTabs({
  label,
  tabs,
}: {
  label: string;
  tabs: { href: string; text: string; current: boolean; count?: string }[];
}) {
  const list = useRef<HTMLElement>(null);
  const current = tabs.find((tab) => tab.current)?.href;
  // Where they do not fit, the one that is open is in view, and never moves the page.
  useEffect(() => {
    const [box, tab] = [list.current, current && list.current?.querySelector<HTMLElement>("[aria-current]")];
    if (box && tab) box.scrollLeft = tab.offsetLeft - box.offsetLeft - (box.clientWidth - tab.offsetWidth) / 2;
  }, [current]);
  return (
    <nav ref={list} aria-label={label} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              prefetch={false}
              aria-current={tab.current ? "page" : undefined}
              className={cx(
                "-mb-px flex h-9 items-center gap-1.5 border-b-2 px-2 whitespace-nowrap focus-visible:outline-offset-[-2px]",
                tab.current ? "border-accent font-medium" : "border-transparent text-ink-2 hover:text-ink",
              )}
            >
              {tab.text}
              {tab.count && <span className="tabular text-small text-ink-3">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
