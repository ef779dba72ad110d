import type { Scope } from "@/lib/authz/scope";
import { type Run, reading } from "@/lib/db/read";
import { type Area, areas } from "@/lib/domain/vocabulary";
import { type Cells, type ClusterInfo, clustersOf, type Grain, type PostureFilter } from "./cells";
import { lastHeard } from "./last-heard";
import { addDays, dayOf, type Moment, momentOf } from "./moment";
import { cellsAt, cellsEarlier } from "./past";
import { type PostureRecord, postureRow, reasonOf } from "./row";
import { teamsOf } from "./teams";

export type By = "cluster" | "team" | "area";

export interface PostureResult {
  by: By;
  total: PostureRecord;
  rows: PostureRecord[];
  asOf: Date;
  /** The past day that it is the evening of; null: now. */
  day: string | null;
}

/** Days between a posture and what its change is against. */
export const comparedDays = 7;

/**
 * Posture of everything in the reader's scope, and of each cluster, team or area in it. The counts of the rows add up.
 * @param asOf a past day (ISO date): as it was on its evening, for who owned it then
 */
export async function posture(scope: Scope, by: By, filter: PostureFilter = {}, asOf?: string): Promise<PostureResult> {
  return reading(scope, (run) => postureIn(run, scope, by, filter, momentOf(asOf)));
}

export async function postureIn(
  run: Run,
  scope: Scope,
  by: By,
  filter: PostureFilter,
  moment = momentOf(),
): Promise<PostureResult> {
  const { at, day } = moment;
  const clusters = await clustersOf(run, filter);
  const grain = by === "area" ? "all" : by;
  const now = await cellsAt(run, scope, grain, clusters, filter, moment);
  const before = await cellsBefore(run, scope, grain, clusters, filter, moment, now);
  const [nowOf, beforeOf] = [partsOf(now), before && partsOf(before)];
  const row = (id: number, input: { key: string | null; name: string; environment: string | null }) =>
    postureRow({ ...input, now: nowOf(id), before: beforeOf?.(id) ?? null, at });
  const total = postureRow({ key: null, name: "Everything", environment: null, now, before, at });
  const ids = new Set([...now.cells, ...now.units].map((cell) => cell.key));
  const rows: PostureRecord[] =
    by === "cluster"
      ? [...clusters.values()]
          .filter(({ id }) => ids.has(id) || (id > 0 && scope.teams === "*" && !filter.team))
          .map(({ id, slug, name, environment }) =>
            row(id, { key: id > 0 ? slug : null, name, environment: id > 0 ? environment : null }),
          )
      : by === "team"
        ? (await teamsOf(run, scope, filter, ids)).map(({ id, slug, name }) =>
            row(id, { key: slug, name, environment: null }),
          )
        : areas.list.map((area) => ofArea(area, now, before, at));
  if (by === "cluster" && day === null) {
    const ids = new Map([...clusters.values()].map(({ id, slug }) => [slug, id]));
    const known = rows.flatMap((row) => (row.key === null ? [] : [{ row, id: ids.get(row.key) ?? 0 }]));
    await nameTools(run, scope, known, at);
  }
  return { by, total, rows: rows.sort(byNeed), asOf: at, day };
}

/** The same on the evening a week before; null where nothing was known then. */
async function cellsBefore(
  run: Run,
  scope: Scope,
  grain: Grain,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
  { day, at }: Moment,
  { cells: known }: Cells,
): Promise<Cells | null> {
  const then = addDays(day ?? dayOf(at), -comparedDays);
  const cells = await cellsEarlier(run, scope, grain, clusters, filter, { cells: known, day }, then);
  return cells.units.length > 0 ? cells : null;
}

/** Says of clusters (`id`) which tool fell silent, where one did. */
export async function nameTools(
  run: Run,
  scope: Scope,
  clusters: readonly { row: PostureRecord; id: number }[],
  at: Date,
): Promise<void> {
  const stale = clusters.filter(({ row }) => areas.list.some((area) => row.areas[area].state === "stale"));
  const heard = await lastHeard(
    run,
    scope,
    stale.map(({ id }) => id),
  );
  for (const { row, id } of stale) {
    for (const area of areas.list) {
      const shown = row.areas[area];
      const tool = heard.get(id)?.get(areas.code(area))?.tool;
      if (shown.state === "stale") shown.reason = reasonOf("stale", shown.observedAt, at, tool);
    }
  }
}

function ofArea(area: Area, now: Cells, before: Cells | null, at: Date): PostureRecord {
  const code = areas.code(area);
  const part = <T extends { area: number }>(list: readonly T[]) => list.filter((cell) => cell.area === code);
  return postureRow({
    key: area,
    name: area,
    environment: null,
    now: { cells: part(now.cells), units: part(now.units) },
    before: before && { cells: part(before.cells), units: part(before.units) },
    at,
  });
}

/** The cells of each key, told apart once: clusters and teams are many, and so are their cells. */
function partsOf({ cells, units }: Cells): (key: number) => Cells {
  const parts = new Map<number, Cells>();
  const partOf = (key: number) => {
    const part = parts.get(key) ?? { cells: [], units: [] };
    parts.set(key, part);
    return part;
  };
  for (const cell of cells) partOf(cell.key).cells.push(cell);
  for (const unit of units) partOf(unit.key).units.push(unit);
  return partOf;
}

/** What needs attention first: exploited and exposed, then the lowest score; what nothing is known of before the healthy. */
function byNeed(a: PostureRecord, b: PostureRecord): number {
  const known = Number(a.key === null) - Number(b.key === null);
  if (known) return known;
  const kev = Number(b.overall.exposedKev > 0) - Number(a.overall.exposedKev > 0);
  return kev || (a.overall.score ?? 60) - (b.overall.score ?? 60) || a.name.localeCompare(b.name);
}
