"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { changed } from "@/components/finding/address";
import type { Go } from "@/components/finding/use-address";
import { Button } from "@/components/ui/button";
import { PartFailure } from "@/components/ui/failure";
import { count } from "@/components/ui/format";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { RemediationState } from "@/lib/client/contract/remediation";
import { remediationsQuery } from "@/lib/client/queries/remediations";
import { boardParams, isFiltered } from "./address";
import { Card } from "./card";
import { NothingPlanned } from "./nothing";
import { boardStates, remediationName } from "./words";

type Props = { address: URLSearchParams; go: Go };

const says: Partial<Record<RemediationState, string>> = {
  todo: "Nothing waits to be started",
  in_progress: "Nobody works on one",
  awaiting_verification: "No claim waits for a report",
  blocked: "Nothing is blocked",
  verified: "None is verified yet",
};

/** A column for each state; cards move by steps, not by hand, since most of them need somebody or something. */
export function Board({ address, go }: Props) {
  const first = useInfiniteQuery(remediationsQuery(boardParams(address, "todo")));
  const byState = first.data?.pages[0]?.byState;
  const none = byState && Object.values(byState).every((n) => n === 0);
  if (none) return <NothingPlanned filtered={isFiltered(address)} />;
  const cancelled = byState?.cancelled ?? 0;
  return (
    <>
      <div className="grid items-start gap-x-4 gap-y-6 md:grid-cols-2 lg:grid-cols-5">
        {boardStates.map((state) => (
          <Column key={state} state={state} address={address} go={go} />
        ))}
      </div>
      {cancelled > 0 && (
        <p className="text-small text-ink-2">
          <button
            type="button"
            className="rounded-sm text-accent underline-offset-3 hover:underline"
            onClick={() => go(changed(address, { view: "list", state: "cancelled" }))}
          >
            {count(cancelled)} cancelled
          </button>
        </p>
      )}
    </>
  );
}

function Column({ state, address, go }: Props & { state: RemediationState }) {
  const list = useInfiniteQuery(remediationsQuery(boardParams(address, state)));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.count.value ?? 0;
  return (
    <section aria-label={remediationName[state]} className="min-w-0">
      <h2 className="flex h-8 items-baseline gap-2 border-b border-line font-semibold">
        {remediationName[state]}
        <span className="text-small font-normal text-ink-2 tabular">{count(total)}</span>
      </h2>
      {list.error && !list.data ? (
        <PartFailure error={list.error} onRetry={list.refetch} />
      ) : list.isPending ? (
        <SkeletonRows rows={3} height="h-24" />
      ) : rows.length === 0 ? (
        <p className="py-3 text-small text-ink-2">{says[state]}</p>
      ) : (
        <ul className="space-y-2 py-2">
          {rows.map((row) => (
            <li key={row.id}>
              <Card row={row} href={changed(address, { remediation: String(row.id) })} go={go} />
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button size="sm" look="quiet" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </section>
  );
}
