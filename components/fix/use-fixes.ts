"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { fixesQuery } from "@/lib/client/queries/fixes";
import type { Params } from "@/lib/client/search-params";

/** The fixes that the parameters ask for, as far as they were fetched, and the way to more. */
export function useFixes(params: Params) {
  const query = useInfiniteQuery({ ...fixesQuery(params), placeholderData: keepPreviousData });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, rows, count: query.data?.pages[0]?.count };
}
