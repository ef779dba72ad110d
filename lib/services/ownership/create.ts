import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import type { OwnershipRuleWrite } from "@/lib/client/contract/admin";
import { enqueueReassign } from "@/lib/jobs/enqueue";
import { write } from "../audit/write";
import { ruleColumns, ruleValues } from "./conditions";

/** Adds a rule; owners are worked out anew by a job of the same transaction. */
export async function createRule(actor: Actor, rule: OwnershipRuleWrite): Promise<{ id: number }> {
  authorize(actor, "ownership.write");
  return write(actor, async (client, note) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO ownership_rule (${ruleColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      await ruleValues(client, rule),
    );
    const id = rows[0]?.id ?? 0;
    await enqueueReassign(client);
    note({ action: "ownership.create", target: `ownership:${id}`, detail: { ...rule } });
    return { id };
  });
}
