import type { Scope } from "@/lib/authz/scope";
import type { Run } from "@/lib/db/read";
import type { severities } from "@/lib/domain/vocabulary";
import { all, type Parameters } from "../sql";
import { ownPosture, ownTeam } from "../visible";

/** What narrows a posture: slugs of clusters and teams, and an environment. */
export interface PostureFilter {
  cluster?: string;
  team?: string;
  environment?: string;
}

/** What the rows of a posture are: their keys are ids of clusters or teams; one row (key 0) for everything. */
export type Grain = "cluster" | "team" | "all";

/** A cluster that the posture is of; id 0: not deployed. */
export interface ClusterInfo {
  id: number;
  slug: string;
  name: string;
  environment: string;
  /** Weight of its units, in tenths. */
  criticality: number;
}

type Counts = Record<(typeof severities.list)[number], number>;

/** Sums over findings of one (key, area, unit) in clusters of one weight. Points in tenths. */
export interface Cell extends Counts {
  key: number;
  area: number;
  unit: number;
  weight: number;
  /** Those that are there: the severities count the open ones. */
  present: number;
  /** Of findings that weigh in a score. */
  points: number;
  accepted: number;
  exposedKev: number;
  fixable: number;
}

/** Sums over units, likewise. */
export interface UnitCell {
  key: number;
  area: number;
  unit: number;
  weight: number;
  total: number;
  assessed: number;
  stale: number;
  observedAt: Date | null;
}

export interface Cells {
  cells: Cell[];
  units: UnitCell[];
}

export const keys: Readonly<Record<Grain, string>> = { cluster: "x.cluster_id", team: "x.team_id", all: "0" };

/** The clusters that a posture is of, by id; 0 where it takes in what is not deployed. */
export async function clustersOf(run: Run, { cluster, environment }: PostureFilter): Promise<Map<number, ClusterInfo>> {
  const rows = await run<ClusterInfo>({
    name: "clusters-posture",
    text: `SELECT id, slug, name, environment, criticality FROM cluster
      WHERE ($1::text IS NULL OR slug = $1) AND ($2::text IS NULL OR environment = $2)`,
    values: [cluster ?? null, environment ?? null],
  });
  const nowhere = { id: 0, slug: "none", name: "Not deployed", environment: "", criticality: 10 };
  const includesNowhere = !environment && (!cluster || cluster === "none");
  return new Map([...rows, ...(includesNowhere ? [nowhere] : [])].map((row) => [row.id, row]));
}

/** FROM and WHERE that these statements share: `x` is the table, `k` the weight of its cluster. */
export function narrowed(
  scope: Scope,
  p: Parameters,
  table: string,
  clusters: Map<number, ClusterInfo>,
  filter: PostureFilter,
) {
  const list = [...clusters.values()];
  const ids = p.add(
    list.map(({ id }) => id),
    "int[]",
  );
  const weights = p.add(
    list.map(({ criticality }) => criticality),
    "int[]",
  );
  const conditions = [...ownPosture(scope, p, "x")];
  if (filter.team === "none") conditions.push("x.team_id = 0");
  else if (filter.team) {
    const slug = p.add(filter.team, "text");
    conditions.push(`x.team_id = (SELECT id FROM team WHERE slug = ${slug} AND ${ownTeam(scope, p, "id")})`);
  }
  const join = `JOIN unnest(${ids}, ${weights}) k(id, weight) ON k.id = x.cluster_id`;
  return { from: `${table} x ${join}`, join, where: all(conditions) };
}
