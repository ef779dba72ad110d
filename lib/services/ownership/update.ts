import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { notFound } from "@/lib/authz/refusal";
import type { OwnershipRuleWrite } from "@/lib/client/contract/admin";
import { enqueueReassign } from "@/lib/jobs/enqueue";
import { write } from "../audit/write";
import { ruleColumns, ruleValues } from "./conditions";

/** Replaces a rule as a whole. */
export async function updateRule(actor: Actor, id: number, rule: OwnershipRuleWrite): Promise<void> {
  authorize(actor, "ownership.write");
  await write(actor, async (client, note) => {
    const { rowCount } = await client.query(
      `UPDATE ownership_rule SET (${ruleColumns}) = ROW($2, $3, $4, $5, $6, $7, $8, $9) WHERE id = $1`,
      [id, ...(await ruleValues(client, rule))],
    );
    if (!rowCount) throw notFound("This rule");
    await enqueueReassign(client);
    note({ action: "ownership.update", target: `ownership:${id}`, detail: { ...rule } });
  });
}
