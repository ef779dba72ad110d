"use client";

import { type KeyboardEvent, type ReactNode, type RefObject, type ToggleEvent, useId, useRef, useState } from "react";
import { cx } from "./cx";
import { place, type Side } from "./place";

export type Anchor = {
  ref: RefObject<HTMLButtonElement | null>;
  popoverTarget: string;
  "aria-expanded": boolean;
  "aria-controls": string;
};

type PopoverProps = {
  /** Makes the button that opens it. */
  anchor: (props: Anchor) => ReactNode;
  children: ReactNode | ((close: () => void) => ReactNode);
  side?: Side;
  label: string;
  className?: string;
  /** A menu takes keys and closes on a choice; a dialog holds text and controls. */
  menu?: { onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void };
  onOpen?: (box: HTMLElement) => void;
};

/**
 * A box that floats over the page, on the browser's own popover: it closes on Escape and on a click elsewhere, and
 * gives the focus back.
 */
export function Popover({ anchor, children, side = "start", label, className, menu, onOpen }: PopoverProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const close = () => box.current?.hidePopover();

  function toggled(event: ToggleEvent<HTMLDivElement>) {
    const now = event.newState === "open";
    setOpen(now);
    const floating = box.current;
    if (!now || !floating || !button.current) return;
    // The children are drawn after this event; measure and focus them once they are there.
    requestAnimationFrame(() => {
      if (!button.current) return;
      const at = place(button.current.getBoundingClientRect(), floating.getBoundingClientRect(), side);
      floating.style.left = `${at.left}px`;
      floating.style.top = `${at.top}px`;
      floating.style.maxHeight = `${at.maxHeight}px`;
      floating.style.visibility = "visible";
      if (onOpen) onOpen(floating);
      else floating.focus();
    });
  }

  const shared = {
    id,
    ref: box,
    popover: "auto" as const,
    tabIndex: -1,
    onToggle: toggled,
    className: cx(
      "fixed inset-auto m-0 max-w-[calc(100vw-16px)] invisible overflow-auto rounded-md border border-line bg-raised text-ink shadow-float outline-none",
      className,
    ),
  };
  const content = open && (typeof children === "function" ? children(close) : children);

  return (
    <>
      {anchor({ ref: button, popoverTarget: id, "aria-expanded": open, "aria-controls": id })}
      {menu ? (
        <div role="menu" aria-label={label} onKeyDown={menu.onKeyDown} onClick={close} {...shared}>
          {content}
        </div>
      ) : (
        <div role="dialog" aria-label={label} {...shared}>
          {content}
        </div>
      )}
    </>
  );
}
