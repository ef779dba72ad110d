import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { notFound } from "@/lib/authz/refusal";
import { enqueueReassign } from "@/lib/jobs/enqueue";
import { write } from "../audit/write";

export async function removeRule(actor: Actor, id: number): Promise<void> {
  authorize(actor, "ownership.write");
  await write(actor, async (client, note) => {
    const { rowCount } = await client.query("DELETE FROM ownership_rule WHERE id = $1", [id]);
    if (!rowCount) throw notFound("This rule");
    await enqueueReassign(client);
    note({ action: "ownership.remove", target: `ownership:${id}` });
  });
}
