"use client";

import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./button";
import { cx } from "./cx";

/**
 * A question that must be answered first, on the browser's own modal dialog: the page behind is inert, Escape closes,
 * and the focus goes back to where it was.
 */
export function Dialog({
  title,
  open,
  onClose,
  children,
  footer,
  width = "max-w-lg",
}: {
  title: string;
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  width?: string;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();

  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      // The browser would begin with the button that closes; a form begins with its first field.
      dialog.querySelector<HTMLElement>("form :is(input, select, textarea)")?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);

  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={onClose}
      className={cx(
        "m-auto w-[calc(100vw-32px)] rounded-md border border-line bg-raised p-0 text-ink shadow-float backdrop:bg-scrim",
        width,
      )}
    >
      {open && (
        <>
          <header className="flex items-center justify-between gap-4 border-b border-line py-2 pr-2 pl-4">
            <h2 id={id} className="text-body font-semibold">
              {title}
            </h2>
            <IconButton label="Close" tip={false} onClick={onClose}>
              <X size={16} aria-hidden="true" />
            </IconButton>
          </header>
          <div className="space-y-4 p-4">{children}</div>
          {footer && <footer className="flex justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>}
        </>
      )}
    </dialog>
  );
}
