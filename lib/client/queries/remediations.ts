import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { RemediationDetail, RemediationItemPage, RemediationPage } from "../contract/remediation";
import { api } from "../fetcher";
import { canonicalParams, type Params } from "../search-params";

/** Pages of GET /remediations; `params` as RemediationQuery without `cursor`. */
export function remediationsQuery(params: Params = {}) {
  const key = canonicalParams(params);
  return infiniteQueryOptions({
    queryKey: ["remediations", "list", key] as const,
    queryFn: ({ pageParam, signal }) =>
      api("/remediations", { params: { ...key, cursor: pageParam }, shape: RemediationPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function remediationQuery(id: number) {
  return queryOptions({
    queryKey: ["remediations", "one", id] as const,
    queryFn: ({ signal }) => api(`/remediations/${id}`, { shape: RemediationDetail, signal }),
  });
}

/** Pages of its findings; `standing` left out: all. */
export function remediationItemsQuery(id: number, params: Params = {}) {
  const key = canonicalParams(params);
  return infiniteQueryOptions({
    queryKey: ["remediations", "items", id, key] as const,
    queryFn: ({ pageParam, signal }) =>
      api(`/remediations/${id}/items`, { params: { ...key, cursor: pageParam }, shape: RemediationItemPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
