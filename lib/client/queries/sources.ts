import { queryOptions } from "@tanstack/react-query";
import { Sources, SourceTargets } from "../contract/source";
import { api } from "../fetcher";

export function sourcesQuery() {
  return queryOptions({
    queryKey: ["sources"] as const,
    queryFn: ({ signal }) => api("/sources", { shape: Sources, signal }),
  });
}

/** What is behind a cell: the targets of a tool in a cluster. */
export function sourceQuery(cluster: string, tool: string) {
  return queryOptions({
    queryKey: ["sources", cluster, tool] as const,
    queryFn: ({ signal }) =>
      api(`/sources/${encodeURIComponent(cluster)}/${encodeURIComponent(tool)}`, { shape: SourceTargets, signal }),
  });
}
