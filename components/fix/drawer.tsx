"use client";

import { useQuery } from "@tanstack/react-query";
import { Drawer, DrawerMissing, DrawerWaiting } from "@/components/ui/drawer";
import { Part } from "@/components/ui/drawer-part";
import { Notice } from "@/components/ui/notice";
import { Prose } from "@/components/ui/prose";
import { Skeleton } from "@/components/ui/skeleton";
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
  return (
    <Drawer label={data ? `Fix: ${data.title}` : "Fix"} at={id} onClose={onClose} wide>
      {data ? <Content fix={data} /> : error ? <DrawerMissing what="fix" message={error.message} /> : <Waiting />}
    </Drawer>
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
    <DrawerWaiting>
      <Skeleton className="mt-6 h-20 w-full" />
      <Skeleton className="h-24 w-full" />
    </DrawerWaiting>
  );
}
