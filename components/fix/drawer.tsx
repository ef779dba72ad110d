"use client";

import { useQuery } from "@tanstack/react-query";
import { Link2, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { Part } from "@/components/finding/drawer-part";
import { IconButton } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Prose } from "@/components/ui/prose";
import { Skeleton } from "@/components/ui/skeleton";
import { useToast } from "@/components/ui/toast";
import type { FixDetail } from "@/lib/client/contract/fix";
import { fixQuery } from "@/lib/client/queries/fixes";
import { Findings, Packages, Patches } from "./drawer-parts";
import { Radius, WhatIf } from "./drawer-radius";
import { FixGlyph, Kev } from "./marks";
import { PlanSlot } from "./plan-slot";
import { fixKindName } from "./words";

/** How long after a report its fixes are worked out anew, at most. */
const SOON_MS = 5_000;

/** Everything about one fix, over the list and not in place of it. */
export function FixDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error } = useQuery({
    ...fixQuery(id),
    refetchInterval: ({ state }) => (state.data?.stale ? SOON_MS : false),
  });
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
      aria-label={data ? `Fix: ${data.title}` : "Fix"}
      className="slide-in fixed top-0 right-0 bottom-0 left-auto z-40 m-0 flex h-dvh max-h-none w-full max-w-none flex-col border-0 border-l p-0 text-ink border-line bg-surface shadow-float outline-none sm:w-160"
    >
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line px-2 sm:px-3">
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
      <div key={id} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {data ? <Content fix={data} /> : error ? <Missing message={error.message} /> : <Waiting />}
      </div>
    </dialog>
  );
}

function Content({ fix }: { fix: FixDetail }) {
  return (
    <>
      <div className="space-y-3 px-4 py-4 sm:px-5">
        <p className="flex flex-wrap items-center gap-2 text-small text-ink-2">
          <FixGlyph kind={fix.kind} />
          {fixKindName[fix.kind]}
          <Kev value={fix.kev} />
        </p>
        <h2 className="text-body font-semibold text-balance">{fix.title}</h2>
        {fix.findings === 0 && <Notice>Nothing that it would remove is open any more.</Notice>}
        {fix.stale && <Notice>Reports came since these numbers were worked out; they follow within seconds.</Notice>}
        <WhatIf fix={fix} />
        <PlanSlot fix={fix} />
      </div>
      <Part title="What to do">
        <ol className="list-decimal space-y-1.5 pl-5 marker:text-ink-3">
          {fix.steps.map((step) => (
            <li key={step}>
              <Prose text={step} />
            </li>
          ))}
        </ol>
        {fix.from.length > 0 && (
          <p className="mt-2 text-small text-ink-2">
            Runs now: <span className="font-mono break-all">{fix.from.join(", ")}</span>
          </p>
        )}
      </Part>
      <Patches patches={fix.patches} />
      <Packages packages={fix.packages} />
      <Radius fix={fix} />
      <Findings fix={fix} />
    </>
  );
}

function Waiting() {
  return (
    <div role="status" className="space-y-3 p-5">
      <span className="sr-only">Loading</span>
      <Skeleton className="h-4.5 w-48" />
      <Skeleton className="h-5 w-4/5" />
      <Skeleton className="mt-6 h-20 w-full" />
      <Skeleton className="h-24 w-full" />
    </div>
  );
}

function Missing({ message }: { message: string }) {
  return (
    <div className="p-5">
      <Notice role="alert">This fix cannot be shown: {message}</Notice>
    </div>
  );
}
