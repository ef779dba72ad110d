import type { Actor } from "@/lib/authz/actor";
import { forbidden } from "@/lib/authz/refusal";
import type { RuleWrite } from "@/lib/client/contract/notice";
import { write } from "../audit/write";
import { mayRule } from "./list";
import { ruleColumns, ruleValues } from "./values";

/**
 * Says who gets what. Admins for a role, a person, everybody or an endpoint; leads for their own team. Throws forbidden,
 * invalid.
 */
export async function createRule(actor: Actor, rule: RuleWrite): Promise<{ id: number }> {
  // Asked before anything is looked up, so that nobody learns which teams there are.
  if (!rule.team && !mayRule(actor, null)) throw forbidden();
  return write(actor, async (client, note) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO notification_rule (${ruleColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
      await ruleValues(client, actor, rule),
    );
    const id = rows[0]?.id ?? 0;
    note({ action: "notices.rule_create", target: `notification_rule:${id}`, detail: { ...rule } });
    return { id };
  });
}
