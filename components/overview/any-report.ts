import { queryOptions } from "@tanstack/react-query";
import { ReportPage } from "@/lib/client/contract/report";
import { api } from "@/lib/client/fetcher";

export const anyReportParams = { limit: 1, state: "done,held" };

/** Has any report come in at all? */
export function anyReportQuery() {
  return queryOptions({
    queryKey: ["reports", "any"] as const,
    queryFn: ({ signal }) => api("/reports", { params: anyReportParams, shape: ReportPage, signal }),
  });
}
