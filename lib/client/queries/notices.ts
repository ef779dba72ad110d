import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { DeliveryList, IntegrationList } from "../contract/integration";
import { NoticePage, OwnPreference, RuleList } from "../contract/notice";
import { Ticket } from "../contract/ticket";
import { api } from "../fetcher";

const PAGE = 20;
const LOOK = 30_000;

/** The inbox, page by page; the first one also says how many are unread, and is asked again from time to time. */
export function noticesQuery() {
  return infiniteQueryOptions({
    queryKey: ["notices", "inbox"] as const,
    queryFn: ({ pageParam, signal }) =>
      api("/notices", { params: { limit: PAGE, cursor: pageParam }, shape: NoticePage, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: LOOK,
    refetchOnWindowFocus: true,
  });
}

export function preferenceQuery() {
  return queryOptions({
    queryKey: ["notices", "preference"] as const,
    queryFn: ({ signal }) => api("/notices/preference", { shape: OwnPreference, signal }),
  });
}

export function noticeRulesQuery() {
  return queryOptions({
    queryKey: ["notices", "rules"] as const,
    queryFn: ({ signal }) => api("/notices/rules", { shape: RuleList, signal }),
  });
}

export function integrationsQuery() {
  return queryOptions({
    queryKey: ["integrations"] as const,
    queryFn: ({ signal }) => api("/integrations", { shape: IntegrationList, signal }),
    refetchInterval: LOOK,
  });
}

export function deliveriesQuery(id: number) {
  return queryOptions({
    queryKey: ["integrations", "deliveries", id] as const,
    queryFn: ({ signal }) => api(`/integrations/${id}/deliveries`, { shape: DeliveryList, signal }),
    refetchInterval: LOOK,
  });
}

/** The issue of a remediation; asked again while it is being made. */
export function ticketQuery(remediationId: number) {
  return queryOptions({
    queryKey: ["ticket", remediationId] as const,
    queryFn: ({ signal }) => api(`/remediations/${remediationId}/ticket`, { shape: Ticket, signal }),
    refetchInterval: ({ state }) => (state.data?.ticket?.number === null ? 3_000 : LOOK),
  });
}
