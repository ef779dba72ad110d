import { plural } from "@/components/ui/format";
import { distance } from "@/components/ui/time-format";
import type { SourceCell } from "@/lib/client/contract/source";

/** Address of what is behind a cell of the matrix. */
export function cellHref(cluster: string, tool: string): string {
  return `/sources?${new URLSearchParams({ tool, on: cluster })}`;
}

/** Address of the imports of a tool for a cluster. */
export function importsHref(cluster: string, tool: string): string {
  return `/imports?${new URLSearchParams({ tool, cluster })}`;
}

/** Everything a cell says, in one line for a tip or a screen reader. `now` in milliseconds. */
export function cellInWords(cell: SourceCell | undefined, windowDays: number, now: number): string {
  if (!cell) return "never heard";
  const heard = cell.observedAt && `last heard ${distance(now - Date.parse(cell.observedAt))} ago`;
  const parts: (string | null | false)[] = [
    cell.state === "failed" && "the last report could not be read",
    cell.failure?.message ?? null,
    cell.held !== null && "a report waits for a decision",
    cell.state === "stale" && `stale: nothing within ${windowDays} days`,
    heard || "never read",
    cell.targets > 0 && plural(cell.targets, "target"),
    cell.staleTargets > 0 && cell.staleTargets < cell.targets && `${cell.staleTargets} of them stale`,
  ];
  return parts.filter(Boolean).join(" · ");
}
