import type { Pool } from "pg";
import { transaction } from "../../db/transaction";
import type { AssetRef } from "../../importers/types";
import { namespaceLabels } from "../../ingest/inventory";
import { lockCatalogue } from "../../ingest/locks";
import { loadOwners, type Owners } from "../../ingest/ownership";
import { changePlacements, type PlacementChange } from "../../ingest/placements";
import { refreshUnits } from "../posture/refresh-units";

interface Row extends PlacementChange {
  team: number;
  fixTeam: number;
  cluster: number;
  slug: string | null;
  namespace: string;
  labels: Record<string, string> | null;
  kind: number;
  name: string;
}

/**
 * Works out anew who owns what after the rules changed, and carries findings over to their new teams as the same rows.
 * Idempotent; in proportion to what changes hands.
 * @param at when that takes effect
 */
export async function reassign(pool: Pool, at = new Date()): Promise<void> {
  const clusters = await transaction(async (client) => {
    await lockCatalogue(client);
    await client.query("SELECT merge_begin()");
    const owners = await loadOwners(client);
    const { rows } = await client.query<Row>(
      `SELECT p.subject_id AS subject, p.place_id AS place, p.asset_id AS asset, p.workload_id AS workload, p.team_id AS team,
         p.fix_team_id AS "fixTeam", p.cluster_id AS cluster, c.slug, q.namespace, w.labels, s.kind, s.name
       FROM placement p JOIN subject s ON s.id = p.subject_id JOIN place q ON q.id = p.place_id
       LEFT JOIN asset w ON w.id = p.workload_id LEFT JOIN cluster c ON c.id = p.cluster_id`,
    );
    const namespaces = new Map<number, Map<string, Record<string, string>>>();
    for (const id of new Set(rows.map((row) => row.cluster))) namespaces.set(id, await namespaceLabels(client, id));
    const changes: PlacementChange[] = [];
    // What runs nowhere now may run somewhere again.
    const made = await client.query<{ id: number; kind: number; name: string }>(
      "SELECT id, kind, name FROM subject WHERE kind IN (4, 5)",
    );
    const fixTeams = new Map(made.rows.map((row) => [row.id, fixOf(owners, row)]));
    const touched = new Set<number>();
    for (const row of rows) {
      const ref = refOf(row);
      const fix = ref ? owners.fix(ref) : 0;
      const labels = { ...namespaces.get(row.cluster)?.get(row.namespace), ...row.labels };
      const team = row.slug === null ? (ref ? owners.nowhere(ref) : 0) : owners.at(row.slug, row.namespace, labels);
      if (team === row.team && (fix || team) === row.fixTeam) continue;
      changes.push({
        subject: row.subject,
        place: row.place,
        asset: row.asset,
        workload: row.workload,
        team,
        fixTeam: fix || team,
      });
      touched.add(row.cluster);
    }
    await client.query(
      `UPDATE subject s SET fix_team_id = g.team FROM unnest($1::int[], $2::int[]) g(id, team) WHERE s.id = g.id AND s.fix_team_id <> g.team`,
      [[...fixTeams.keys()], [...fixTeams.values()]],
    );
    await changePlacements({ client, at: at.toISOString(), reportId: null }, changes);
    await client.query("SELECT merge_move()");
    await client.query("SELECT merge_derive()");
    await client.query("SELECT merge_flush()");
    return touched;
  }, pool);
  for (const clusterId of clusters) await refreshUnits(pool, clusterId, at);
}

function fixOf(owners: Owners, of: { kind: number; name: string }): number {
  const ref = refOf(of);
  return ref ? owners.fix(ref) : 0;
}

function refOf({ kind, name }: { kind: number; name: string }): AssetRef | null {
  if (kind === 4) return { kind: "image", repository: name };
  return kind === 5 ? { kind: "repository", name } : null;
}
