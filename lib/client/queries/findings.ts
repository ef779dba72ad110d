import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { FindingDetail, FindingFacets, FindingPage } from "../contract/finding";
import { api } from "../fetcher";
import { canonicalParams, type Params } from "../search-params";

/** Pages of GET /findings; `params` as in the address of the page (FindingQuery without `cursor`). */
export function findingsQuery(params: Params = {}) {
  const key = canonicalParams(params);
  return infiniteQueryOptions({
    queryKey: ["findings", "list", key] as const,
    queryFn: ({ pageParam, signal }) =>
      api("/findings", { params: { ...key, cursor: pageParam }, shape: FindingPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Counts per facet value; sorting and paging do not matter to them, so they are no part of the key. */
export function facetsQuery(params: Params = {}) {
  const { sort: _sort, cursor: _cursor, limit: _limit, ...key } = canonicalParams(params);
  return queryOptions({
    queryKey: ["findings", "facets", key] as const,
    queryFn: ({ signal }) => api("/findings/facets", { params: key, shape: FindingFacets, signal }),
  });
}

export function findingQuery(id: string) {
  return queryOptions({
    queryKey: ["findings", "one", id] as const,
    queryFn: ({ signal }) => api(`/findings/${encodeURIComponent(id)}`, { shape: FindingDetail, signal }),
  });
}
