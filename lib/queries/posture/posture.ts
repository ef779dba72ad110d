import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type Cells, cellsBefore, cellsNow, type PostureFilter } from "./cells";
import { type PostureRecord, postureRow } from "./row";
import { areas } from "./words";

export type By = "cluster" | "team" | "area";

export interface PostureResult {
  by: By;
  total: PostureRecord;
  rows: PostureRecord[];
  asOf: Date;
}

interface ClusterInfo {
  id: number;
  slug: string;
  name: string;
  environment: string;
  criticality: number;
}

/** Posture of everything in the reader's scope, and of each cluster, team or area in it. The counts of the rows add up. */
export async function posture(scope: Scope, by: By, filter: PostureFilter = {}): Promise<PostureResult> {
  return reading(scope, (run) => postureIn(run, scope, by, filter));
}

export async function postureIn(
  run: Run,
  scope: Scope,
  by: By,
  filter: PostureFilter,
  at = new Date(),
): Promise<PostureResult> {
  const now = await cellsNow(run, scope, filter);
  const before = await cellsBefore(run, scope, filter, at);
  const clusters = await run<ClusterInfo>({
    name: "clusters-posture",
    text: "SELECT id, slug, name, environment, criticality FROM cluster",
  });
  const weights = new Map(clusters.map((cluster) => [cluster.id, cluster.criticality]));
  const row = (
    input: { key: string | null; name: string; environment: string | null },
    keep: (cell: { cluster: number; team: number; area: number }) => boolean,
  ) =>
    postureRow({
      ...input,
      now: part(now, keep),
      before: before && { ...part(before, keep), day: before.day },
      weights,
      at,
    });

  const total = row({ key: null, name: "Everything", environment: null }, () => true);
  const rows: PostureRecord[] = [];
  if (by === "cluster") {
    const ids = new Set([...now.cells, ...now.units].map((cell) => cell.cluster));
    for (const cluster of clusters) {
      if (!ids.has(cluster.id) && !wanted(cluster, scope, filter)) continue;
      rows.push(
        row(
          { key: cluster.slug, name: cluster.name, environment: cluster.environment },
          (cell) => cell.cluster === cluster.id,
        ),
      );
    }
    if (ids.has(0))
      rows.push(row({ key: null, name: "Not deployed", environment: null }, (cell) => cell.cluster === 0));
  } else if (by === "team") {
    const ids = new Set([...now.cells, ...now.units].map((cell) => cell.team));
    const teams = await run<{ id: number; slug: string; name: string }>({
      name: "teams-posture",
      text: "SELECT id, slug, name FROM team ORDER BY name",
    });
    for (const team of teams) {
      if (filter.team && filter.team !== team.slug) continue;
      if (scope.teams !== "*" && !scope.teams.includes(team.id)) continue;
      rows.push(row({ key: team.slug, name: team.name, environment: null }, (cell) => cell.team === team.id));
    }
    if (ids.has(0)) rows.push(row({ key: null, name: "Unowned", environment: null }, (cell) => cell.team === 0));
  } else {
    for (const [code, area] of areas.list.entries())
      rows.push(row({ key: area, name: area, environment: null }, (cell) => cell.area === code));
  }
  return { by, total, rows: rows.sort(byNeed), asOf: at };
}

/** A cluster without anything in it yet is shown to readers of everything: that it is empty is what they must see. */
function wanted(cluster: ClusterInfo, scope: Scope, { cluster: slug, team, environment }: PostureFilter): boolean {
  if (scope.teams !== "*" || team) return false;
  return (!slug || slug === cluster.slug) && (!environment || environment === cluster.environment);
}

function part(cells: Cells, keep: (cell: { cluster: number; team: number; area: number }) => boolean): Cells {
  return { cells: cells.cells.filter(keep), units: cells.units.filter(keep) };
}

/** What needs attention first: exploited and exposed, then the lowest score; what nothing is known of before the healthy. */
function byNeed(a: PostureRecord, b: PostureRecord): number {
  const known = Number(a.key === null) - Number(b.key === null);
  if (known) return known;
  const kev = Number(b.overall.exposedKev > 0) - Number(a.overall.exposedKev > 0);
  return kev || (a.overall.score ?? 60) - (b.overall.score ?? 60) || a.name.localeCompare(b.name);
}
