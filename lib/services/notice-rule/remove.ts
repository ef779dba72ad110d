import type { Actor } from "@/lib/authz/actor";
import { write } from "../audit/write";
import { holdRule } from "./values";

/** Removes a rule. One that the actor may not change does not exist for them. Throws not_found. */
export async function removeRule(actor: Actor, id: number): Promise<void> {
  await write(actor, async (client, note) => {
    await holdRule(client, actor, id);
    await client.query("DELETE FROM notification_rule WHERE id = $1", [id]);
    note({ action: "notices.rule_remove", target: `notification_rule:${id}` });
  });
}
