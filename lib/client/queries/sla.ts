import { queryOptions } from "@tanstack/react-query";
import { type SlaPolicyBody, SlaPreview, SlaState } from "../contract/sla";
import { api } from "../fetcher";

/** Days to remediate. */
export function slaQuery() {
  return queryOptions({
    queryKey: ["sla"] as const,
    queryFn: ({ signal }) => api("/sla", { shape: SlaState, signal }),
  });
}

/** What saving `policy` would change. */
export function slaPreviewQuery(policy: SlaPolicyBody) {
  return queryOptions({
    queryKey: ["sla", "preview", JSON.stringify(policy)] as const,
    queryFn: ({ signal }) => api("/sla/preview", { method: "POST", body: policy, shape: SlaPreview, signal }),
    staleTime: 30_000,
  });
}
