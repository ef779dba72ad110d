"use client";

import { Link2, X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { IconButton } from "./button";
import { cx } from "./cx";
import { Notice } from "./notice";
import { Skeleton } from "./skeleton";
import { useToast } from "./toast";

type DrawerProps = {
  label: string;
  /** What is shown: another one begins at its top. */
  at: string | number;
  onClose: () => void;
  /** Stands at the start of the bar: steps, a name. */
  lead?: ReactNode;
  wide?: boolean;
  children: ReactNode;
};

/** Everything about one thing of a list, over the list and not in place of it. */
export function Drawer({ label, at, onClose, lead, wide = false, children }: DrawerProps) {
  const box = useRef<HTMLDialogElement>(null);
  const say = useToast();

  useEffect(() => {
    box.current?.focus({ preventScroll: true });
  }, []);

  return (
    <dialog
      open
      ref={box}
      tabIndex={-1}
      aria-label={label}
      className={cx(
        "slide-in fixed top-0 right-0 bottom-0 left-auto z-40 m-0 flex h-dvh max-h-none w-full max-w-none flex-col border-0 border-l p-0 text-ink border-line bg-surface shadow-float outline-none",
        wide ? "sm:w-160" : "sm:w-140",
      )}
    >
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line px-2 sm:px-3">
        {lead}
        <span className="flex-1" />
        <IconButton
          label="Copy the link to this view"
          onClick={() => navigator.clipboard.writeText(window.location.href).then(() => say("Link copied"))}
        >
          <Link2 size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Close (Esc)" onClick={onClose}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      </header>
      <div key={at} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {children}
      </div>
    </dialog>
  );
}

/** A drawer before its content is there: the head, then what is of the size of the rest. */
export function DrawerWaiting({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="space-y-3 p-5">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-4.5 w-48" />
      <Skeleton className="h-5 w-4/5" />
      {children}
    </div>
  );
}

/** A drawer whose content cannot be had; `what` as in "finding". */
export function DrawerMissing({ what, message }: { what: string; message: string }) {
  return (
    <div className="p-5">
      <Notice role="alert">
        This {what} cannot be shown: {message}
      </Notice>
    </div>
  );
}
