import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type Area, areas, assetKinds } from "@/lib/domain/vocabulary";
import { listIn } from "../finding/list";
import type { FindingRecord } from "../finding/row";
import { presentStates } from "../finding/states";
import { lookUp, type Named } from "../names";
import { clustersOf, type PostureFilter } from "./cells";
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
  worstAssets: AssetRisk[];
  newestCritical: FindingRecord[];
  unknown: UnknownRecord[];
  unowned: number;
}

const WORST = 8;
const NEWEST = 8;
const MOST_UNKNOWN = 30;

/** Everything that the overview says, within the scope and the filter. */
export async function overview(scope: Scope, filter: PostureFilter): Promise<OverviewResult> {
  return reading(scope, async (run) => {
    const result = await postureIn(run, scope, "cluster", filter);
    const worst = await assetRisks(run, scope, await worstAssets(run, scope, lists(filter), WORST));
    const newest = await listIn(run, scope, {
      ...lists(filter),
      state: ["open"],
      severity: ["critical"],
      sort: "newest",
      cursor: null,
      limit: NEWEST,
    });
    return {
      sentences: overviewSentences(result, largestOf(worst)),
      posture: result,
      worstAssets: worst,
      newestCritical: newest.rows,
      unknown: unknownAreas(result),
      unowned: await unownedCount(run, scope, filter),
    };
  });
}

/** Findings that are there and belong to nobody. */
async function unownedCount(run: Run, scope: Scope, filter: PostureFilter): Promise<number> {
  if (scope.teams !== "*" || (filter.team && filter.team !== "none")) return 0;
  const clusters = await clustersOf(run, filter);
  const [row] = await run<{ n: number }>({
    name: "unowned-count",
    text: `SELECT coalesce(sum(info + low + "unknown" + medium + high + critical), 0)::int AS n FROM posture_sum
      WHERE team_id = 0 AND state = ANY ($1::smallint[]) AND cluster_id = ANY ($2::int[])`,
    values: [presentStates, [...clusters.keys()]],
  });
  return row?.n ?? 0;
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

export function largestOf(worst: readonly AssetRisk[]): LargestCause | null {
  const [first] = worst;
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
