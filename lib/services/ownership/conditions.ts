import type { PoolClient } from "pg";
import { invalid } from "@/lib/authz/refusal";
import type { OwnershipRuleWrite } from "@/lib/client/contract/admin";

/** Values of a rule in the order of its columns: priority, team, cluster, namespace, label, image, repository. */
export async function ruleValues(client: PoolClient, rule: OwnershipRuleWrite): Promise<unknown[]> {
  const { rows } = await client.query<{ id: number }>("SELECT id FROM team WHERE slug = $1", [rule.team]);
  const team = rows[0];
  if (!team) throw invalid(`There is no team ${rule.team}.`, "body.team");
  return [
    rule.priority,
    team.id,
    rule.cluster ?? null,
    rule.namespace ?? null,
    rule.labelKey ?? null,
    rule.labelValue ?? null,
    rule.image ?? null,
    rule.repository ?? null,
  ];
}

export const ruleColumns = "priority, team_id, cluster, namespace, label_key, label_value, image, repository";
