import type { PoolClient } from "pg";

export const SOURCE = { inventory: 1, report: 2, declared: 4, none: 8 } as const;

/** A row for place_add(); names as the function reads them. */
export interface PlacementRow {
  subject: number;
  place: number;
  asset: number;
  /** The asset itself where no workload is known. */
  workload: number;
  cluster: number;
  team: number;
  fixTeam: number;
  source: number;
  /** Code of `runnings`. */
  running: number;
  exposed: boolean;
  since: string | null;
}

export interface PlacementKey {
  subject: number;
  place: number;
  asset: number;
  workload: number;
}

/** Fields left out stay as they are. */
export interface PlacementChange extends PlacementKey {
  team?: number;
  fixTeam?: number;
  running?: number;
  exposed?: boolean;
}

export const placementKey = (row: PlacementKey) => `${row.subject} ${row.place} ${row.asset} ${row.workload}`;

export interface Moment {
  client: PoolClient;
  at: string;
  reportId: string | null;
}

export async function addPlacements({ client, at, reportId }: Moment, rows: PlacementRow[]): Promise<void> {
  if (rows.length === 0) return;
  const unique = [...new Map(rows.map((row) => [placementKey(row), row])).values()];
  await client.query({
    name: "place-add",
    text: "SELECT place_add($1::jsonb, $2, $3)",
    values: [JSON.stringify(unique), at, reportId],
  });
}

export async function removePlacements({ client, at, reportId }: Moment, rows: PlacementKey[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: "place-remove",
    text: "SELECT place_remove($1::jsonb, $2, $3)",
    values: [JSON.stringify(rows), at, reportId],
  });
}

export async function changePlacements({ client, at, reportId }: Moment, rows: PlacementChange[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: "place-change",
    text: "SELECT place_change($1::jsonb, $2, $3)",
    values: [JSON.stringify(rows), at, reportId],
  });
}

/** Where something ran at a moment, and until when. */
export interface PastPlacement extends PlacementKey {
  team: number;
  until: string;
}

/** A report that comes late saw these run where something else took their place later. */
export async function addPast({ client, at }: Moment, rows: PastPlacement[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query({
    name: "place-past",
    text: "SELECT place_past($1::jsonb, $2)",
    values: [JSON.stringify(rows), at],
  });
}

/** Keys `ASSET` and `ASSET CLUSTER` of those of the assets that ran at the moment, or after it, and do not any more. */
export async function ranThen({ client, at }: Moment, assets: number[]): Promise<Set<string>> {
  if (assets.length === 0) return new Set();
  const { rows } = await client.query<{ asset: number; cluster: number }>({
    name: "placements-then",
    text: `SELECT DISTINCT p.asset_id AS asset, q.cluster_id AS cluster FROM placement_past p JOIN place q ON q.id = p.place_id
           WHERE p.asset_id = ANY ($1) AND p.until > $2`,
    values: [assets, at],
  });
  return new Set(rows.flatMap(({ asset, cluster }) => [`${asset}`, `${asset} ${cluster}`]));
}

/** Placements of the given workloads (their images and themselves), as they are now. */
export async function placementsOf(
  client: PoolClient,
  workloads: number[],
): Promise<(PlacementRow & { kind: number; seenAt: Date; arrivedAt: Date | null })[]> {
  const { rows } = await client.query({
    name: "placements-of-workloads",
    text: `SELECT p.subject_id AS subject, p.place_id AS place, p.asset_id AS asset, p.workload_id AS workload, p.cluster_id AS cluster,
             p.team_id AS team, p.fix_team_id AS "fixTeam", p.source, p.running, p.exposed, p.since, p.seen_at AS "seenAt", p.arrived_at AS "arrivedAt", s.kind
           FROM placement p JOIN subject s ON s.id = p.subject_id WHERE p.workload_id = ANY ($1)`,
    values: [workloads],
  });
  return rows;
}
