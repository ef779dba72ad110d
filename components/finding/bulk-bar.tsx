"use client";

import { Button } from "@/components/ui/button";
import { plural } from "@/components/ui/format";
import { Kbd } from "@/components/ui/kbd";

/** What can be done with several findings at once; at the bottom, where the hand is after selecting. */
export function BulkBar({
  size,
  onClaim,
  onStart,
  onPlan,
  onException,
  onClear,
  busy,
}: {
  size: number;
  onClaim: () => void;
  onStart: () => void;
  /** Absent for those who may not plan. */
  onPlan?: () => void;
  onException: () => void;
  onClear: () => void;
  busy: boolean;
}) {
  return (
    <section
      aria-label="Selected findings"
      className="slide-in fixed bottom-4 left-1/2 z-30 flex max-w-[calc(100vw-16px)] -translate-x-1/2 flex-wrap items-center gap-2 rounded-md border border-line-strong bg-raised py-1.5 pr-1.5 pl-3 shadow-float"
    >
      <span aria-live="polite" className="pr-2 whitespace-nowrap tabular">
        {plural(size, "finding")} selected
      </span>
      <Button look="primary" busy={busy} onClick={onClaim}>
        Claim
      </Button>
      <Button busy={busy} onClick={onStart}>
        Start work
      </Button>
      {onPlan && <Button onClick={onPlan}>Plan</Button>}
      <Button onClick={onException}>
        Exception <Kbd>e</Kbd>
      </Button>
      <Button look="quiet" onClick={onClear}>
        Clear <Kbd>Esc</Kbd>
      </Button>
    </section>
  );
}
