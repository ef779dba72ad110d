import { queryOptions } from "@tanstack/react-query";
import { Trends } from "../contract/trend";
import { api } from "../fetcher";
import { canonicalParams, type Params } from "../search-params";

/** GET /trends: `from`, `to`, `by`, and what narrows it: `cluster`, `team`, `environment`, `area`, `severity`. */
export function trendsQuery(params: Params = {}) {
  const key = canonicalParams(params);
  return queryOptions({
    queryKey: ["trends", key] as const,
    queryFn: ({ signal }) => api("/trends", { params: key, shape: Trends, signal }),
  });
}
