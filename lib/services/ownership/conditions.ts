import type { PoolClient } from "pg";
import { invalid } from "@/lib/authz/refusal";
import type { OwnershipRuleWrite } from "@/lib/client/contract/admin";
import type { OwnershipRule } from "@/lib/domain/ownership/rule";

async function teamOf(client: PoolClient, rule: OwnershipRuleWrite): Promise<number> {
  const { rows } = await client.query<{ id: number }>("SELECT id FROM team WHERE slug = $1", [rule.team]);
  const team = rows[0];
  if (!team) throw invalid(`There is no team ${rule.team}.`, "body.team");
  return team.id;
}

/** A rule as the domain has it, for trying it out. */
export async function ruleOf(client: PoolClient, id: number, rule: OwnershipRuleWrite): Promise<OwnershipRule> {
  const { priority, cluster, namespace, image, repository, labelKey: key, labelValue: value } = rule;
  const label = key ? { key, value } : null;
  return { id, priority, teamId: await teamOf(client, rule), cluster, namespace, image, repository, label };
}

/** Values of a rule in the order of its columns: priority, team, cluster, namespace, label, image, repository. */
export async function ruleValues(client: PoolClient, rule: OwnershipRuleWrite): Promise<unknown[]> {
  return [
    rule.priority,
    await teamOf(client, rule),
    rule.cluster ?? null,
    rule.namespace ?? null,
    rule.labelKey ?? null,
    rule.labelValue ?? null,
    rule.image ?? null,
    rule.repository ?? null,
  ];
}

export const ruleColumns = "priority, team_id, cluster, namespace, label_key, label_value, image, repository";
