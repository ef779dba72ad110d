import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { FixDetail, FixPage } from "../contract/fix";
import { api } from "../fetcher";
import { canonicalParams, type Params } from "../search-params";

/** Pages of GET /fixes; `params` as in the address of the page (FixQuery without `cursor`). */
export function fixesQuery(params: Params = {}) {
  const key = canonicalParams(params);
  return infiniteQueryOptions({
    queryKey: ["fixes", "list", key] as const,
    queryFn: ({ pageParam, signal }) =>
      api("/fixes", { params: { ...key, cursor: pageParam }, shape: FixPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function fixQuery(id: string) {
  return queryOptions({
    queryKey: ["fixes", "one", id] as const,
    queryFn: ({ signal }) => api(`/fixes/${encodeURIComponent(id)}`, { shape: FixDetail, signal }),
  });
}
