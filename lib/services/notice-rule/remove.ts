import type { Actor } from "@/lib/authz/actor";
import { notFound } from "@/lib/authz/refusal";
import { write } from "../audit/write";
import { mayRule } from "./list";

/** Removes a rule. One that the actor may not change does not exist for them. Throws not_found. */
export async function removeRule(actor: Actor, id: number): Promise<void> {
  await write(actor, async (client, note) => {
    const { rows } = await client.query<{ team: number | null; bound: boolean }>(
      `SELECT team_id AS team, integration_id IS NOT NULL OR user_id IS NOT NULL AS bound FROM notification_rule WHERE id = $1 FOR UPDATE`,
      [id],
    );
    const [rule] = rows;
    if (!rule || !mayRule(actor, rule.bound ? null : rule.team)) throw notFound("This rule");
    await client.query("DELETE FROM notification_rule WHERE id = $1", [id]);
    note({ action: "notices.rule_remove", target: `notification_rule:${id}` });
  });
}
