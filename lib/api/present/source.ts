import type { z } from "zod";
import type { FailedUpload, Sources, SourceTargets } from "@/lib/client/contract/source";
import type { FailedUpload as Failed, SourcesResult } from "@/lib/queries/source/record";
import type { TargetsResult } from "@/lib/queries/source/targets";
import { presentScore } from "./posture";

const upload = (failed: Failed | null): z.input<typeof FailedUpload> | null =>
  failed && { report: failed.report, at: failed.at.toISOString(), message: failed.message };

export function presentSources({ clusters, asOf, ...rest }: SourcesResult): z.input<typeof Sources> {
  return {
    ...rest,
    asOf: asOf.toISOString(),
    clusters: clusters.map(({ overall, cells, unrecognised, ...cluster }) => ({
      ...cluster,
      overall: presentScore(overall),
      unrecognised: upload(unrecognised),
      cells: cells.map(({ observedAt, failure, ...cell }) => ({
        ...cell,
        observedAt: observedAt?.toISOString() ?? null,
        failure: upload(failure),
      })),
    })),
  };
}

export function presentTargets({ items, observedAt, failure, ...rest }: TargetsResult): z.input<typeof SourceTargets> {
  return {
    ...rest,
    observedAt: observedAt?.toISOString() ?? null,
    items: items.map((item) => ({ ...item, observedAt: item.observedAt.toISOString() })),
    failure: upload(failure),
  };
}
