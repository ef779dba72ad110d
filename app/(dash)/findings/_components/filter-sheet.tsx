"use client";

import type { ReactNode, RefObject } from "react";
import { Button } from "@/components/ui/button";

/** The facets on a small screen: a sheet over the list, closed when done. */
export function FilterSheet({ sheet, children }: { sheet: RefObject<HTMLDialogElement | null>; children: ReactNode }) {
  return (
    <dialog
      ref={sheet}
      aria-label="Filters"
      className="mx-0 mt-auto mb-0 max-h-[85dvh] w-full max-w-none flex-col rounded-t-md border-t border-line bg-raised p-0 text-ink backdrop:bg-scrim open:flex lg:hidden"
    >
      <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
      <div className="border-t border-line p-3">
        <Button look="primary" className="w-full" onClick={() => sheet.current?.close()}>
          Show findings
        </Button>
      </div>
    </dialog>
  );
}
