"use client";

import Link from "next/link";
import type { KeyboardEvent, ReactNode } from "react";
import { cx } from "./cx";
import type { Side } from "./place";
import { type Anchor, Popover } from "./popover";

const selector = '[role^="menuitem"]:not([aria-disabled="true"])';
const itemClass =
  "flex h-8 w-full items-center gap-2 rounded-sm px-2 text-left text-body hover:bg-hover focus-visible:bg-hover focus-visible:outline-offset-[-2px]";

/** Arrow keys, Home and End move among the items; letters jump to the next item that begins with them. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const last = items.length - 1;
  let next = -1;
  if (event.key === "ArrowDown") next = at === last ? 0 : at + 1;
  else if (event.key === "ArrowUp") next = at <= 0 ? last : at - 1;
  else if (event.key === "Home") next = 0;
  else if (event.key === "End") next = last;
  else if (/^[a-z0-9]$/i.test(event.key)) {
    const rest = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    const hit = rest.find((item) => item.textContent?.trim().toLowerCase().startsWith(event.key.toLowerCase()));
    next = hit ? items.indexOf(hit) : -1;
  }
  if (next < 0) return;
  event.preventDefault();
  items[next]?.focus();
}

export function Menu({
  anchor,
  label,
  side,
  children,
  className = "min-w-48",
}: {
  anchor: (props: Anchor) => ReactNode;
  label: string;
  side?: Side;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Popover
      anchor={anchor}
      label={label}
      side={side}
      className={cx("p-1", className)}
      menu={{ onKeyDown: moveFocus }}
      onOpen={(box) => box.querySelector<HTMLElement>(selector)?.focus()}
    >
      {children}
    </Popover>
  );
}

export function MenuItem({
  children,
  onSelect,
  icon,
  hint,
  tone,
}: {
  children: ReactNode;
  onSelect: () => void;
  icon?: ReactNode;
  hint?: ReactNode;
  tone?: "danger";
}) {
  return (
    <button
      type="button"
      role="menuitem"
      onClick={onSelect}
      className={cx(itemClass, tone === "danger" && "text-critical")}
    >
      {icon}
      <span className="flex-1 truncate">{children}</span>
      {hint && <span className="text-small text-ink-3">{hint}</span>}
    </button>
  );
}

export function MenuLink({
  children,
  href,
  icon,
  hint,
}: {
  children: ReactNode;
  href: string;
  icon?: ReactNode;
  hint?: ReactNode;
}) {
  return (
    <Link href={href} role="menuitem" prefetch={false} className={itemClass}>
      {icon}
      <span className="flex-1 truncate">{children}</span>
      {hint && <span className="text-small text-ink-3">{hint}</span>}
    </Link>
  );
}

/** One of several; the chosen one carries a mark. */
export function MenuChoice({
  children,
  checked,
  onSelect,
  icon,
}: {
  children: ReactNode;
  checked: boolean;
  onSelect: () => void;
  icon?: ReactNode;
}) {
  return (
    <button type="button" role="menuitemradio" aria-checked={checked} onClick={onSelect} className={itemClass}>
      {icon}
      <span className="flex-1 truncate">{children}</span>
      <span aria-hidden="true" className="w-3 text-accent">
        {checked ? "✓" : ""}
      </span>
    </button>
  );
}

export function MenuTitle({ children }: { children: ReactNode }) {
  return <p className="px-2 pt-2 pb-1 text-small text-ink-3">{children}</p>;
}

export function MenuRule() {
  return <hr className="my-1 border-line" />;
}
