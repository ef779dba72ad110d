"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { TextLink } from "@/components/ui/text-link";
import { remediationsQuery } from "@/lib/client/queries/remediations";
import { listParams } from "./address";

/** What wants attention, in one sentence; nothing where nothing does. */
export function Summary({ address }: { address: URLSearchParams }) {
  const { sort: _sort, state: _state, due: _due, ...params } = listParams(address);
  const late = useInfiniteQuery(remediationsQuery({ ...params, due: "overdue", limit: 1 }));
  const first = late.data?.pages[0];
  if (!first) return null;
  const overdue = first.count.value;
  return (
    <p className="text-ink-2" aria-live="polite">
      {overdue === 0 ? (
        "Nothing is overdue."
      ) : (
        <>
          <TextLink href="/remediations?view=list&due=overdue">
            {overdue === 1 ? "One is" : `${overdue} are`} overdue
          </TextLink>
          .
        </>
      )}
    </p>
  );
}
