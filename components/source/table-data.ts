import type { TableData } from "@/components/charts/csv";
import { areaName } from "@/components/posture/area-words";
import type { Sources } from "@/lib/client/contract/source";

/** The matrix as plain words: when each source was last heard; what was never heard says so. */
export function sourcesTable({ clusters, tools }: Sources, share: (value: number) => string): TableData {
  return {
    head: ["Cluster", "Coverage", ...tools, "Never assessed"],
    rows: clusters.map((cluster) => [
      cluster.name,
      share(cluster.overall.coverage),
      ...tools.map((tool) => {
        const cell = cluster.cells.find((one) => one.tool === tool);
        if (!cell) return "never";
        return [cell.observedAt?.slice(0, 10) ?? "never", cell.state !== "fresh" && cell.state]
          .filter(Boolean)
          .join(", ");
      }),
      cluster.unknown.map((area) => areaName[area]).join(", "),
    ]),
  };
}
