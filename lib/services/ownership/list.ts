import { abilities } from "@/lib/authz/abilities";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { scopeOf } from "@/lib/authz/scope";
import type { OwnershipRuleRow } from "@/lib/client/contract/admin";
import { pool } from "@/lib/db/pool";

interface Row {
  id: number;
  priority: number;
  team_id: number;
  slug: string;
  name: string;
  cluster: string | null;
  namespace: string | null;
  label_key: string | null;
  label_value: string | null;
  image: string | null;
  repository: string | null;
}

/** Rules in the order in which they are tried; a team's people see the rules that name their team. */
export async function listRules(actor: Actor, id?: number): Promise<OwnershipRuleRow[]> {
  authorize(actor, "ownership.read");
  const { teams } = scopeOf(actor);
  const { rows } = await pool().query<Row>(
    `SELECT r.id, r.priority, r.team_id, t.slug, t.name, r.cluster, r.namespace, r.label_key, r.label_value, r.image,
       r.repository
     FROM ownership_rule r JOIN team t ON t.id = r.team_id
     WHERE ($1 OR r.team_id = ANY($2::int[])) AND ($3::int IS NULL OR r.id = $3)
     ORDER BY r.priority, r.id LIMIT 5000`,
    [teams === "*", teams === "*" ? [] : teams, id ?? null],
  );
  return rows.map((row) => ({
    id: row.id,
    priority: row.priority,
    team: { slug: row.slug, name: row.name },
    cluster: row.cluster,
    namespace: row.namespace,
    labelKey: row.label_key,
    labelValue: row.label_value,
    image: row.image,
    repository: row.repository,
    abilities: abilities(actor, ["ownership.write"], { teamIds: [row.team_id] }),
  }));
}
