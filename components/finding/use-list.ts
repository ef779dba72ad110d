"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { findingsQuery } from "@/lib/client/queries/findings";
import type { Params } from "@/lib/client/search-params";

/** The findings that the parameters ask for, as far as they were fetched, and the way to more. */
export function useFindings(params: Params) {
  const query = useInfiniteQuery({ ...findingsQuery(params), placeholderData: keepPreviousData });
  const { data, fetchNextPage, isFetchingNextPage, hasNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { ...query, rows, more, count: data?.pages[0]?.count };
}
