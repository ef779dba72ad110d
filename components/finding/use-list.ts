"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { findingsQuery } from "@/lib/client/queries/findings";
import type { Params } from "@/lib/client/search-params";

/** A list that was read further than this is kept as it is when one comes back to it. */
const FRESH_PAGES = 3;

/**
 * The findings that the parameters ask for, as far as they were fetched, and the way to more. A long list is not
 * asked for again page by page behind the reader's back: that would be dozens of requests, and move what they look at.
 */
export function useFindings(params: Params) {
  const query = useInfiniteQuery({
    ...findingsQuery(params),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    refetchOnMount: ({ state }) => (state.data?.pages.length ?? 0) <= FRESH_PAGES,
    // Pages are only ever added: comparing all of them for equality on each would cost more than drawing.
    structuralSharing: false,
  });
  const { data, fetchNextPage, isFetchingNextPage, hasNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { ...query, rows, more, count: data?.pages[0]?.count };
}
