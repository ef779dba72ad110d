import { queryOptions } from "@tanstack/react-query";
import { Overview, PlaceDetail, Posture } from "../contract/posture";
import { api } from "../fetcher";
import { canonicalParams, type Params } from "../search-params";

/** GET /overview, for the whole scope of the reader or for the cluster, team or environment in `params`. */
export function overviewQuery(params: Params = {}) {
  const key = canonicalParams(params);
  return queryOptions({
    queryKey: ["overview", key] as const,
    queryFn: ({ signal }) => api("/overview", { params: key, shape: Overview, signal }),
  });
}

export function postureQuery(by: "cluster" | "team" | "area", params: Params = {}) {
  const key = canonicalParams({ ...params, by });
  return queryOptions({
    queryKey: ["posture", key] as const,
    queryFn: ({ signal }) => api("/posture", { params: key, shape: Posture, signal }),
  });
}

/** `asOf` in the parameters: as it was on the evening of that day. */
export function clusterQuery(slug: string, params: Params = {}) {
  const key = canonicalParams(params);
  return queryOptions({
    queryKey: ["clusters", "one", slug, key] as const,
    queryFn: ({ signal }) => api(`/clusters/${encodeURIComponent(slug)}`, { params: key, shape: PlaceDetail, signal }),
  });
}

export function teamQuery(slug: string, params: Params = {}) {
  const key = canonicalParams(params);
  return queryOptions({
    queryKey: ["teams", "one", slug, key] as const,
    queryFn: ({ signal }) => api(`/teams/${encodeURIComponent(slug)}`, { params: key, shape: PlaceDetail, signal }),
  });
}
