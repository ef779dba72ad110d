import type { z } from "zod";
import type { Overview, PlaceDetail, Posture, PostureRow } from "@/lib/client/contract/posture";
import { assetKinds, severities } from "@/lib/domain/vocabulary";
import type { OverviewResult } from "@/lib/queries/posture/overview";
import type { PlaceResult } from "@/lib/queries/posture/place";
import type { PostureResult } from "@/lib/queries/posture/posture";
import type { PostureRecord, ShownScore } from "@/lib/queries/posture/row";
import { presentWorkload, severityCounts } from "./inventory";

type Wire<T extends z.ZodType> = z.input<T>;

export const presentScore = ({ observedAt, ...rest }: ShownScore) => ({
  ...rest,
  observedAt: observedAt?.toISOString() ?? null,
});

export function presentRow({ overall, areas, ...row }: PostureRecord): Wire<typeof PostureRow> {
  const byArea = Object.fromEntries(Object.entries(areas).map(([area, value]) => [area, presentScore(value)]));
  return { ...row, overall: presentScore(overall), areas: byArea as Wire<typeof PostureRow>["areas"] };
}

export function presentPosture({ by, total, rows, asOf, day }: PostureResult): Wire<typeof Posture> {
  return { by, total: presentRow(total), rows: rows.map(presentRow), asOf: asOf.toISOString(), day };
}

export function presentOverview({
  posture,
  worstAssets,
  newestCritical,
  unknown,
  ...rest
}: OverviewResult): Wire<typeof Overview> {
  return {
    ...rest,
    posture: presentPosture(posture),
    worstAssets:
      worstAssets?.map(({ bySeverity, subject: _subject, findings: _findings, points, ...asset }) => ({
        ...asset,
        points: points / 10,
        open: severityCounts(bySeverity),
      })) ?? null,
    newestCritical:
      newestCritical?.map((f) => ({
        id: f.id,
        rule: f.rule,
        title: f.title,
        severity: severities.word(f.severity),
        asset: f.subject?.name ?? assetKinds.word(0),
        cluster: f.cluster,
        namespace: f.namespace,
        team: f.team,
        kev: (f.flags & 1) !== 0,
        firstSeenAt: f.first_seen_at.toISOString(),
      })) ?? null,
    unknown: unknown.map((item) => ({ ...item, observedAt: item.observedAt?.toISOString() ?? null })),
  };
}

export function presentPlace({ row, byOther, workloads, sources, ...rest }: PlaceResult): Wire<typeof PlaceDetail> {
  return {
    ...rest,
    row: presentRow(row),
    byOther: byOther.map(presentRow),
    workloads: workloads?.map(presentWorkload) ?? null,
    sources: sources?.map((source) => ({ ...source, observedAt: source.observedAt?.toISOString() ?? null })) ?? null,
  };
}
