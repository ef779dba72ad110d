import type { z } from "zod";
import { abilities, clusterActions, generalAbilities } from "@/lib/authz/abilities";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { scopeOf } from "@/lib/authz/scope";
import type { ClusterList } from "@/lib/client/contract/admin";
import { read } from "@/lib/db/read";

interface Row {
  id: number;
  slug: string;
  name: string;
  environment: string;
  criticality: number;
  inventory_at: Date | null;
}

/** The clusters within the actor's scope, by name: for a team, those where something of theirs is placed. */
export async function listClusters(actor: Actor): Promise<z.input<typeof ClusterList>> {
  authorize(actor, "inventory.read");
  const scope = scopeOf(actor);
  const [rows = []] = await read<Row>(scope, {
    name: "cluster-list",
    text: `SELECT id, slug, name, environment, criticality, inventory_at FROM cluster c
           WHERE $1 OR EXISTS (SELECT 1 FROM placement p WHERE p.cluster_id = c.id
                               AND (p.team_id = ANY($2::int[]) OR p.fix_team_id = ANY($2::int[])))
           ORDER BY name, id`,
    values: [scope.teams === "*", scope.teams === "*" ? [] : scope.teams],
  });
  return {
    items: rows.map(({ id, criticality, inventory_at, ...row }) => ({
      ...row,
      criticality: criticality / 10,
      inventoryAt: inventory_at?.toISOString() ?? null,
      abilities: abilities(actor, clusterActions, { clusterId: id }),
    })),
    abilities: generalAbilities(actor, ["clusters.manage"]),
  };
}
