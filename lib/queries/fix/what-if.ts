import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import { type Score, type ScoreRow, scoreOf } from "@/lib/domain/score/score-of";
import { areas, unitKinds } from "@/lib/domain/vocabulary";
import { type Cells, type ClusterInfo, clustersOf, type PostureFilter } from "../posture/cells";
import { cellsNow } from "../posture/now";
import { scoreRows } from "../posture/score-rows";
import type { FixSum } from "./sums";

/** Sums of the score before anything is done, by cluster, of what the reader's teams run. */
export interface Before {
  cells: Cells;
  clusters: ReadonlyMap<number, ClusterInfo>;
  teams: Scope["teams"];
  /** Of all clusters: what each fix of a page is held against, worked out once. */
  whole: Base;
}

interface Base {
  rows: readonly ScoreRow[];
  score: Score;
}

function baseOf(cells: Cells): Base {
  const rows = scoreRows(cells);
  return { rows, score: scoreOf(rows) };
}

export async function scoreBefore(run: Run, scope: Scope, filter: PostureFilter, at = new Date()): Promise<Before> {
  const clusters = await clustersOf(run, filter);
  const cells = await cellsNow(run, scope, "cluster", clusters, filter, at);
  return { clusters, cells, teams: scope.teams, whole: baseOf(cells) };
}

export interface WhatIf {
  before: Score;
  after: Score;
}

/**
 * The scores with and without what fixes take away, by the code that makes every other score. Only what the reader's teams run
 * is in a score of theirs, whoever can fix it.
 * @param cluster id: of this cluster alone
 */
export function whatIf({ cells, clusters, teams, whole }: Before, sums: readonly FixSum[], cluster?: number): WhatIf {
  const here = <T extends { key: number }>(list: T[]) => list.filter(({ key }) => key === cluster);
  const before = cluster === undefined ? whole : baseOf({ cells: here(cells.cells), units: here(cells.units) });
  const rows = new Map(before.rows.map((row) => [`${row.area} ${row.unit} ${row.weight}`, { ...row }]));
  for (const sum of sums) {
    const info = clusters.get(sum.cluster);
    if (!info || (cluster !== undefined && sum.cluster !== cluster) || (teams !== "*" && !teams.includes(sum.team)))
      continue;
    for (const delta of sum.deltas) take(rows, info.criticality, delta);
  }
  return { before: before.score, after: scoreOf([...rows.values()]) };
}

function take(
  rows: Map<string, ScoreRow>,
  weight: number,
  [group = 0, points = 0, accepted = 0, exposedKev = 0, total = 0, assessed = 0]: number[],
) {
  const [area, unit] = [areas.word(Math.floor(group / 16)), unitKinds.word(group % 16)];
  const key = `${area} ${unit} ${weight}`;
  const row = rows.get(key) ?? { area, unit, weight, unitsTotal: 0, unitsAssessed: 0, unitsStale: 0, points: 0 };
  rows.set(key, row);
  row.points -= points;
  row.accepted = (row.accepted ?? 0) - accepted;
  row.exposedKev = (row.exposedKev ?? 0) - exposedKev;
  row.unitsTotal -= total;
  row.unitsAssessed -= assessed;
}
