import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type Area, areas, assetKinds } from "@/lib/domain/vocabulary";
import { listIn } from "../finding/list";
import type { FindingRecord } from "../finding/row";
import { lookUp, type Named } from "../names";
import { clustersOf, type PostureFilter } from "./cells";
import { type Moment, momentOf } from "./moment";
import { sumsAt } from "./past";
import { type PostureResult, postureIn } from "./posture";
import { type LargestCause, overviewSentences, type Sentence } from "./sentences";
import { type WorstAsset, worstAssets } from "./worst";

export interface AssetRisk extends Omit<WorstAsset, "cluster" | "team" | "place"> {
  kind: string;
  name: string;
  href: string;
  cluster: Named | null;
  namespace: string | null;
  team: Named | null;
}

export interface UnknownRecord {
  cluster: Named;
  area: Area;
  state: "stale" | "unknown";
  reason: string;
  observedAt: Date | null;
}

export interface OverviewResult {
  sentences: Sentence[];
  posture: PostureResult;
  /** null on a past day: only findings tell them. */
  worstAssets: AssetRisk[] | null;
  newestCritical: FindingRecord[] | null;
  unknown: UnknownRecord[];
  unowned: number;
}

const WORST = 8;
const NEWEST = 8;
const MOST_UNKNOWN = 30;

/** Everything that the overview says, within the scope and the filter, now or on the evening of a past day. */
export async function overview(scope: Scope, filter: PostureFilter, asOf?: string): Promise<OverviewResult> {
  return reading(scope, async (run) => {
    const moment = momentOf(asOf);
    const result = await postureIn(run, scope, "cluster", filter, moment);
    const past = moment.day !== null;
    const worst = past ? null : await assetRisks(run, scope, await worstAssets(run, scope, lists(filter), WORST));
    return {
      sentences: overviewSentences(result, largestOf(worst?.[0])),
      posture: result,
      worstAssets: worst,
      newestCritical: past ? null : await newestCritical(run, scope, filter),
      unknown: unknownAreas(result),
      unowned: await unownedCount(run, scope, filter, moment),
    };
  });
}

async function newestCritical(run: Run, scope: Scope, filter: PostureFilter): Promise<FindingRecord[]> {
  const open = { state: ["open"], severity: ["critical" as const] };
  const found = await listIn(run, scope, { ...lists(filter), ...open, sort: "newest", cursor: null, limit: NEWEST });
  return found.rows;
}

/** Findings that are there and belong to nobody. */
async function unownedCount(run: Run, scope: Scope, filter: PostureFilter, moment: Moment): Promise<number> {
  if (scope.teams !== "*" || (filter.team && filter.team !== "none")) return 0;
  const clusters = await clustersOf(run, filter);
  const cells = await sumsAt(run, scope, "all", clusters, { ...filter, team: "none" }, moment);
  return cells.reduce((sum, { present }) => sum + present, 0);
}

export async function assetRisks(run: Run, scope: Scope, worst: readonly WorstAsset[]): Promise<AssetRisk[]> {
  const names = await lookUp(run, scope, {
    subjects: worst.map((w) => w.subject),
    places: worst.map((w) => w.place),
    clusters: worst.map((w) => w.cluster),
    teams: worst.map((w) => w.team),
  });
  return worst.map(({ cluster, team, place, ...risk }) => {
    const subject = names.subjects.get(risk.subject);
    const name = subject?.name ?? "?";
    const at = names.clusters.get(cluster) ?? null;
    const namespace = names.places.get(place)?.namespace || null;
    const query = new URLSearchParams({
      asset: name,
      cluster: at?.slug ?? "none",
      ...(namespace ? { namespace } : {}),
    });
    return {
      ...risk,
      kind: assetKinds.word(subject?.kind ?? 0),
      name,
      href: `/findings?${query}`,
      cluster: at,
      namespace,
      team: names.teams.get(team) ?? null,
    };
  });
}

export function largestOf(first: AssetRisk | undefined): LargestCause | null {
  return first && first.points > 0
    ? { name: first.name, href: first.href, findings: first.findings, points: first.points / 10 }
    : null;
}

/** Cells that nobody has looked at, or not for too long; deployed clusters only. */
function unknownAreas({ rows }: PostureResult): UnknownRecord[] {
  return rows
    .flatMap((row) =>
      row.key === null
        ? []
        : areas.list.flatMap((area) => {
            const { state, reason, observedAt } = row.areas[area];
            if (state === "known") return [];
            return [
              {
                cluster: { slug: row.key as string, name: row.name },
                area,
                state,
                reason: reason ?? "not assessed",
                observedAt,
              },
            ];
          }),
    )
    .sort((a, b) => Number(a.state === "unknown") - Number(b.state === "unknown"))
    .slice(0, MOST_UNKNOWN);
}

function lists({ cluster, team, environment }: PostureFilter) {
  return {
    ...(cluster ? { cluster: [cluster] } : {}),
    ...(team ? { team: [team] } : {}),
    ...(environment ? { environment: [environment] } : {}),
  };
}
