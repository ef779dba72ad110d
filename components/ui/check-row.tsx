"use client";

import { type ReactNode, useId } from "react";
import { Checkbox } from "./checkbox";
import { cx } from "./cx";

/** A ticked or unticked line of a list of choices. */
export function CheckRow({
  checked,
  onChange,
  children,
  aside,
}: {
  checked: boolean;
  onChange: () => void;
  children: ReactNode;
  aside?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="flex h-7 items-center gap-2 rounded-sm px-1 text-small hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <Checkbox id={id} checked={checked} onChange={onChange} className="outline-none" />
      <label htmlFor={id} className={cx("flex min-w-0 flex-1 items-center gap-2", checked && "font-medium")}>
        <span className="min-w-0 flex-1 truncate">{children}</span>
        {aside !== undefined && <span className="font-normal text-ink-3 tabular">{aside}</span>}
      </label>
    </div>
  );
}
