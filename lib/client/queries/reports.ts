import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { Report, ReportPage } from "../contract/report";
import { api } from "../fetcher";
import { canonicalParams, type Params } from "../search-params";

const running = ["receiving", "queued", "processing"];
/** Milliseconds between looks at an import that is still running. */
const LOOK_AGAIN = 1_000;

export function reportsQuery(params: Params = {}) {
  const key = canonicalParams(params);
  return infiniteQueryOptions({
    queryKey: ["reports", "list", key] as const,
    queryFn: ({ pageParam, signal }) =>
      api("/reports", { params: { ...key, cursor: pageParam }, shape: ReportPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((item) => running.includes(item.state))) ? LOOK_AGAIN : false,
  });
}

export function reportQuery(id: string) {
  return queryOptions({
    queryKey: ["reports", "one", id] as const,
    queryFn: ({ signal }) => api(`/reports/${encodeURIComponent(id)}`, { shape: Report, signal }),
    refetchInterval: ({ state }) => (state.data && running.includes(state.data.state) ? LOOK_AGAIN : false),
  });
}
