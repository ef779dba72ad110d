"use client";

import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useWrite } from "@/components/ui/use-write";
import { OwnershipRuleList } from "@/lib/client/contract/admin";
import { api } from "@/lib/client/fetcher";
import { OwnershipPreviewPart } from "./ownership-preview";

/** An order that is not saved yet: what it would change, and what to do with it. */
export function OwnershipOrderBar({ ids, onDone }: { ids: number[]; onDone: () => void }) {
  const save = useWrite({
    send: (body: { ids: number[] }) => api("/ownership/order", { method: "PUT", body, shape: OwnershipRuleList }),
    done: () => "Order saved; findings move in the background",
    stale: [["ownership"], ["posture"], ["findings"], ["overview"]],
    after: onDone,
  });
  return (
    <div className="sticky bottom-0 space-y-3 border-t border-line bg-surface py-3">
      {save.problem && (
        <Notice tone="bad" role="alert">
          {save.problem}
        </Notice>
      )}
      <OwnershipPreviewPart change={{ change: "order", ids }} />
      <div className="flex gap-2">
        <Button look="primary" busy={save.busy} onClick={() => save.run({ ids })}>
          Save the order
        </Button>
        <Button onClick={onDone}>Discard</Button>
      </div>
    </div>
  );
}
