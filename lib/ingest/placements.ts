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

/** Placements of the given workloads (their images and themselves), as they are now. */
export async function placementsOf(
  client: PoolClient,
  workloads: number[],
): Promise<(PlacementRow & { kind: number; seenAt: Date })[]> {
  const { rows } = await client.query({
    name: "placements-of-workloads",
    text: `SELECT p.subject_id AS subject, p.place_id AS place, p.asset_id AS asset, p.workload_id AS workload, p.cluster_id AS cluster,
             p.team_id AS team, p.fix_team_id AS "fixTeam", p.source, p.running, p.exposed, p.since, p.seen_at AS "seenAt", s.kind
           FROM placement p JOIN subject s ON s.id = p.subject_id WHERE p.workload_id = ANY ($1)`,
    values: [workloads],
  });
  return rows;
}
