import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  AuditPage,
  ClusterList,
  type OwnershipChange,
  OwnershipPreview,
  OwnershipRuleList,
  TeamAdmin,
  TeamList,
  TokenList,
  UserList,
} from "../contract/admin";
import { Enrichment } from "../contract/enrichment";
import { api } from "../fetcher";
import { canonicalParams, type Params } from "../search-params";

/** Names of the clusters within the reader's scope, for pickers and the scope switcher. */
export function clustersQuery() {
  return queryOptions({
    queryKey: ["clusters", "list"] as const,
    queryFn: ({ signal }) => api("/clusters", { shape: ClusterList, signal }),
  });
}

/** Names of the teams within the reader's scope. */
export function teamsQuery() {
  return queryOptions({
    queryKey: ["teams", "list"] as const,
    queryFn: ({ signal }) => api("/teams", { shape: TeamList, signal }),
  });
}

export function teamMembersQuery(slug: string) {
  return queryOptions({
    queryKey: ["teams", "members", slug] as const,
    queryFn: ({ signal }) => api(`/teams/${encodeURIComponent(slug)}/members`, { shape: TeamAdmin, signal }),
  });
}

export function usersQuery() {
  return queryOptions({
    queryKey: ["users"] as const,
    queryFn: ({ signal }) => api("/users", { shape: UserList, signal }),
  });
}

export function enrichmentQuery() {
  return queryOptions({
    queryKey: ["enrichment"] as const,
    queryFn: ({ signal }) => api("/enrichment", { shape: Enrichment, signal }),
  });
}

export function tokensQuery() {
  return queryOptions({
    queryKey: ["tokens"] as const,
    queryFn: ({ signal }) => api("/tokens", { shape: TokenList, signal }),
  });
}

export function ownershipQuery() {
  return queryOptions({
    queryKey: ["ownership"] as const,
    queryFn: ({ signal }) => api("/ownership", { shape: OwnershipRuleList, signal }),
  });
}

/** What a change of the rules would do. */
export function ownershipPreviewQuery(change: OwnershipChange) {
  return queryOptions({
    queryKey: ["ownership", "preview", JSON.stringify(change)] as const,
    queryFn: ({ signal }) =>
      api("/ownership/preview", { method: "POST", body: change, shape: OwnershipPreview, signal }),
    retry: false,
  });
}

export function auditQuery(params: Params = {}) {
  const key = canonicalParams(params);
  return infiniteQueryOptions({
    queryKey: ["audit", key] as const,
    queryFn: ({ pageParam, signal }) =>
      api("/audit", { params: { ...key, cursor: pageParam }, shape: AuditPage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
