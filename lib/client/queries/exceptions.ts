import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { ExceptionDetail, ExceptionPage, ExceptionPreview, type ExceptionScope } from "../contract/exception";
import { api } from "../fetcher";
import { canonicalParams, type Params } from "../search-params";

/** Pages of GET /exceptions. */
export function exceptionsQuery(params: Params = {}) {
  const key = canonicalParams(params);
  return infiniteQueryOptions({
    queryKey: ["exceptions", "list", key] as const,
    queryFn: ({ pageParam, signal }) =>
      api("/exceptions", { params: { ...key, cursor: pageParam }, shape: ExceptionPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export function exceptionQuery(id: number) {
  return queryOptions({
    queryKey: ["exceptions", "one", id] as const,
    queryFn: ({ signal }) => api(`/exceptions/${id}`, { shape: ExceptionDetail, signal }),
  });
}

/** What a scope would cover now. */
export function exceptionPreviewQuery(scope: ExceptionScope) {
  return queryOptions({
    queryKey: ["exceptions", "preview", scope] as const,
    queryFn: ({ signal }) =>
      api("/exceptions/preview", { method: "POST", body: scope, shape: ExceptionPreview, signal }),
    retry: false,
  });
}
