import type { PoolClient } from "pg";
import type { AssetRef } from "../../importers/types";
import { namespaceLabels } from "../../ingest/inventory";
import type { Owners } from "../../ingest/ownership";
import type { PlacementKey } from "../../ingest/placements";

/** A placement that goes to other hands. Ids of teams; 0: nobody. */
export interface OwnerChange extends PlacementKey {
  cluster: number;
  /** Who runs it there, before and after. */
  fromTeam: number;
  team: number;
  /** Who can fix it. */
  fromFixTeam: number;
  fixTeam: number;
}

export interface OwnerPlan {
  changes: OwnerChange[];
  /** Subject → who can fix it by a rule that names it; of all images and repositories. */
  fixTeams: Map<number, number>;
}

interface Row extends PlacementKey {
  team: number;
  fixTeam: number;
  cluster: number;
  slug: string | null;
  namespace: string;
  labels: Record<string, string> | null;
  kind: number;
  name: string;
}

/** What changes hands when these owners hold. Reads only. */
export async function planOwners(client: PoolClient, owners: Owners): Promise<OwnerPlan> {
  const { rows } = await client.query<Row>(
    `SELECT p.subject_id AS subject, p.place_id AS place, p.asset_id AS asset, p.workload_id AS workload, p.team_id AS team,
       p.fix_team_id AS "fixTeam", p.cluster_id AS cluster, c.slug, q.namespace, w.labels, s.kind, s.name
     FROM placement p JOIN subject s ON s.id = p.subject_id JOIN place q ON q.id = p.place_id
     LEFT JOIN asset w ON w.id = p.workload_id LEFT JOIN cluster c ON c.id = p.cluster_id`,
  );
  const namespaces = new Map<number, Map<string, Record<string, string>>>();
  for (const id of new Set(rows.map((row) => row.cluster))) namespaces.set(id, await namespaceLabels(client, id));
  // What runs nowhere now may run somewhere again.
  const made = await client.query<{ id: number; kind: number; name: string }>(
    "SELECT id, kind, name FROM subject WHERE kind IN (4, 5)",
  );
  const fixTeams = new Map(made.rows.map((row) => [row.id, fixOf(owners, row)]));
  const changes: OwnerChange[] = [];
  for (const row of rows) {
    const ref = refOf(row);
    const fix = ref ? owners.fix(ref) : 0;
    const labels = { ...namespaces.get(row.cluster)?.get(row.namespace), ...row.labels };
    const team = row.slug === null ? (ref ? owners.nowhere(ref) : 0) : owners.at(row.slug, row.namespace, labels);
    const fixTeam = fix || team;
    if (team === row.team && fixTeam === row.fixTeam) continue;
    const { subject, place, asset, workload, cluster } = row;
    changes.push({
      subject,
      place,
      asset,
      workload,
      cluster,
      fromTeam: row.team,
      team,
      fromFixTeam: row.fixTeam,
      fixTeam,
    });
  }
  return { changes, fixTeams };
}

function fixOf(owners: Owners, of: { kind: number; name: string }): number {
  const ref = refOf(of);
  return ref ? owners.fix(ref) : 0;
}

function refOf({ kind, name }: { kind: number; name: string }): AssetRef | null {
  if (kind === 4) return { kind: "image", repository: name };
  return kind === 5 ? { kind: "repository", name } : null;
}
