import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { type Area, assetKinds } from "@/lib/domain/vocabulary";
import { listFindings } from "../finding/list";
import type { FindingRecord } from "../finding/row";
import { lookUp, type Named } from "../names";
import type { PostureFilter } from "./cells";
import { type PostureResult, postureIn } from "./posture";
import { type LargestCause, overviewSentences, type Sentence } from "./sentences";
import { areas } from "./words";
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
  const { result, worst } = await reading(scope, async (run) => {
    const found = await postureIn(run, scope, "cluster", filter);
    const ids = await run<{ id: number; slug: string }>({ name: "cluster-ids", text: "SELECT id, slug FROM cluster" });
    const slugs = new Set(found.rows.map((row) => row.key));
    const clusters = [...ids.filter((c) => slugs.has(c.slug)).map((c) => c.id), ...(slugs.has(null) ? [0] : [])];
    const team = filter.team ? await teamId(run, filter.team) : null;
    return { result: found, worst: await assetRisks(run, scope, await worstAssets(run, scope, clusters, team, WORST)) };
  });
  const newest = await listFindings(scope, {
    ...lists(filter),
    state: ["open"],
    severity: ["critical"],
    sort: "newest",
    cursor: null,
    limit: NEWEST,
  });
  const teams = await reading(scope, (run) => postureIn(run, scope, "team", filter));
  const unowned = teams.rows.find((row) => row.key === null)?.findings ?? 0;
  return {
    sentences: overviewSentences(result, largestOf(worst)),
    posture: result,
    worstAssets: worst,
    newestCritical: newest.rows,
    unknown: unknownAreas(result),
    unowned,
  };
}

type Run = Parameters<Parameters<typeof reading>[1]>[0];

export async function teamId(run: Run, slug: string): Promise<number> {
  if (slug === "none") return 0;
  const [team] = await run<{ id: number }>({
    name: "team-id",
    text: "SELECT id FROM team WHERE slug = $1",
    values: [slug],
  });
  return team?.id ?? -1;
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
