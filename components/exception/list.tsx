"use client";

import { useState } from "react";
import { useSelection } from "@/components/finding/use-selection";
import { useHotkeys } from "@/components/frame/use-hotkeys";
import { Button } from "@/components/ui/button";
import { plural } from "@/components/ui/format";
import { Kbd } from "@/components/ui/kbd";
import type { ExceptionRow } from "@/lib/client/contract/exception";
import { DecideDialog } from "./decide-dialog";
import { ExceptionItem } from "./row";
import { useDecideMany } from "./use-decide";

/** The left side: what there is, and what can be decided on together. */
export function ExceptionList({
  rows,
  open,
  href,
  more,
  busy,
  mayDecide,
}: {
  rows: ExceptionRow[];
  open: number | null;
  href: (id: number) => string;
  more: (() => void) | null;
  busy: boolean;
  mayDecide: boolean;
}) {
  const { selected, toggle, clear } = useSelection();
  const [asking, setAsking] = useState<"approve" | "reject" | null>(null);
  const done = () => {
    setAsking(null);
    clear();
  };
  const write = useDecideMany(done);
  const current = rows.find((row) => row.id === open);
  const chosen = rows.filter((row) => selected.has(String(row.id)));
  useHotkeys({
    x: current && mayDecide && current.abilities.approve ? () => toggle(String(current.id)) : undefined,
    escape: chosen.length > 0 ? clear : undefined,
  });
  return (
    <>
      <ul aria-label="Exceptions">
        {rows.map((row) => (
          <ExceptionItem
            key={row.id}
            row={row}
            href={href(row.id)}
            current={row.id === open}
            selected={selected.has(String(row.id))}
            onSelect={mayDecide && row.abilities.approve ? () => toggle(String(row.id)) : undefined}
          />
        ))}
      </ul>
      {more && (
        <Button className="mt-3" busy={busy} onClick={more}>
          Older exceptions
        </Button>
      )}
      {chosen.length > 0 && (
        <section
          aria-label="Selected exceptions"
          className="slide-in fixed bottom-4 left-1/2 z-30 flex -translate-x-1/2 items-center gap-2 rounded-md border border-line-strong bg-raised py-1.5 pr-1.5 pl-3 shadow-float"
        >
          <span aria-live="polite" className="pr-2 whitespace-nowrap tabular">
            {chosen.length} selected
          </span>
          <Button look="primary" onClick={() => setAsking("approve")}>
            Approve
          </Button>
          <Button onClick={() => setAsking("reject")}>Reject</Button>
          <Button look="quiet" onClick={clear}>
            Clear <Kbd>Esc</Kbd>
          </Button>
        </section>
      )}
      {asking && (
        <DecideDialog
          title={`${asking === "approve" ? "Approve" : "Reject"} ${plural(chosen.length, "request")}?`}
          submit={`${asking === "approve" ? "Approve" : "Reject"} ${chosen.length}`}
          open
          busy={write.busy}
          problem={write.problem}
          onClose={() => setAsking(null)}
          onSubmit={(note) => write.run({ ids: chosen.map((row) => row.id), decision: asking, note })}
        >
          <p>Each is decided by itself; one that cannot be stays as it is.</p>
        </DecideDialog>
      )}
    </>
  );
}
