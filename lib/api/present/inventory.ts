import type { z } from "zod";
import type { Unowned, Workload } from "@/lib/client/contract/inventory";
import { assetKinds, runnings, severities } from "@/lib/domain/vocabulary";
import type { UnownedQueue } from "@/lib/queries/inventory/unowned";
import type { WorkloadRow } from "@/lib/queries/inventory/workloads";

type Wire<T extends z.ZodType> = z.input<T>;

/** Counts by severity code to counts by word. */
export function severityCounts(byCode: readonly number[]) {
  const pairs = severities.list.map((word, code) => [word, byCode[code] ?? 0]);
  return Object.fromEntries(pairs) as Record<(typeof severities.list)[number], number>;
}

export function presentWorkload({
  id: _id,
  name,
  running,
  points,
  bySeverity,
  ...row
}: WorkloadRow): Wire<typeof Workload> {
  const slash = name.indexOf("/");
  return {
    ...row,
    name: name.slice(slash + 1),
    workloadKind: name.slice(0, Math.max(slash, 0)),
    running: runnings.word(running),
    points: points / 10,
    open: severityCounts(bySeverity),
  };
}

export function presentUnowned({ rows, ...sums }: UnownedQueue): Wire<typeof Unowned> {
  return {
    ...sums,
    items: rows.map(({ points, bySeverity, examples, ...row }) => ({
      ...row,
      points: points / 10,
      open: severityCounts(bySeverity),
      examples: examples.map(({ kind, name }) => ({ kind: assetKinds.word(kind), name })),
    })),
  };
}
