import type { Actor } from "@/lib/authz/actor";
import type { RuleWrite } from "@/lib/client/contract/notice";
import { nextTime } from "@/lib/domain/notice/schedule";
import { write } from "../audit/write";
import { holdRule, ruleColumns, ruleValues } from "./values";

/** Replaces a rule as a whole, by one that the actor may make as well. Throws not_found, forbidden, invalid. */
export async function updateRule(actor: Actor, id: number, rule: RuleWrite, now = new Date()): Promise<void> {
  await write(actor, async (client, note) => {
    await holdRule(client, actor, id);
    await client.query(
      `UPDATE notification_rule SET (${ruleColumns}) = ROW($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) WHERE id = $1`,
      [id, ...(await ruleValues(client, actor, rule))],
    );
    const { timing } = rule;
    // A digest that is on its way comes when the new rule says, with all since the last one.
    if (timing !== "now")
      await client.query("UPDATE notice_digest SET next_at = $2 WHERE recipient = $1", [
        ...[`rule:${id}`, nextTime({ ...rule, timing }, now)],
      ]);
    note({ action: "notices.rule_update", target: `notification_rule:${id}`, detail: { ...rule } });
  });
}
