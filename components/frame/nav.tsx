"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { cx } from "@/components/ui/cx";
import { lowItems, mainItems, type NavItem, placeItems } from "./nav-items";
import { type PageScope, scopeOf, withScope } from "./scope";
import { useViewer } from "./viewer";

/** The pages that this person can use. `narrow` shows icons only, with the name as a tip. */
export function Nav({ narrow = false, onGo }: { narrow?: boolean; onGo?: () => void }) {
  const viewer = useViewer();
  const path = usePathname();
  const scope = scopeOf(useSearchParams());
  const list = (items: NavItem[]) => (
    <ul className="space-y-0.5">
      {items
        .filter((item) => !item.needs || viewer.abilities[item.needs])
        .map((item) => (
          <Item key={item.href} item={item} path={path} scope={scope} narrow={narrow} onGo={onGo} />
        ))}
    </ul>
  );
  return (
    <nav aria-label="Main" className="flex flex-1 flex-col px-2 py-2">
      {list(mainItems)}
      <hr className="mx-2 my-2 border-line" />
      {list(placeItems)}
      <div className="min-h-4 flex-1" />
      {list(lowItems)}
    </nav>
  );
}

type ItemProps = { item: NavItem; path: string; scope: PageScope; narrow: boolean; onGo?: () => void };

function Item({ item, path, scope, narrow, onGo }: ItemProps) {
  const current = path === item.href || path.startsWith(`${item.href}/`);
  const Icon = item.icon;
  return (
    <li>
      <Link
        href={item.scoped ? withScope(item.href, scope) : item.href}
        onClick={onGo}
        aria-current={current ? "page" : undefined}
        data-tip={narrow ? item.text : undefined}
        className={cx(
          "flex h-8 items-center gap-2.5 rounded-md px-2.5",
          current ? "bg-line font-medium text-ink" : "text-ink-2 hover:bg-hover hover:text-ink",
        )}
      >
        <Icon size={16} aria-hidden="true" className={cx("shrink-0", current && "text-accent")} />
        <span className={narrow ? "sr-only" : "truncate"}>{item.text}</span>
      </Link>
    </li>
  );
}
