import type { Pool } from "pg";
import { transaction } from "../../db/transaction";
import { lockCatalogue } from "../../ingest/locks";
import { loadOwners } from "../../ingest/ownership";
import { changePlacements } from "../../ingest/placements";
import { refreshUnits } from "../posture/refresh-units";
import { planOwners } from "./plan";

/**
 * Works out anew who owns what after the rules changed, and carries findings over to their new teams as the same rows.
 * Idempotent; in proportion to what changes hands.
 * @param at when that takes effect
 */
export async function reassign(pool: Pool, at = new Date()): Promise<void> {
  const clusters = await transaction(async (client) => {
    await lockCatalogue(client);
    await client.query("SELECT merge_begin()");
    const { changes, fixTeams } = await planOwners(client, await loadOwners(client));
    const touched = new Set(changes.map(({ cluster }) => cluster));
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
