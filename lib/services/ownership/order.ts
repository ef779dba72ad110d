import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { enqueueReassign } from "@/lib/jobs/enqueue";
import { unchanged, write } from "../audit/write";
import { assertSame, priorityAt } from "./change";

/** Puts all rules in an order. Throws `conflict` when they are not exactly the ones that are named. */
export async function orderRules(actor: Actor, ids: number[]): Promise<void> {
  authorize(actor, "ownership.write");
  await write(actor, async (client, note) => {
    const { rows } = await client.query<{ id: number; priority: number }>(
      "SELECT id, priority FROM ownership_rule ORDER BY priority, id FOR UPDATE",
    );
    assertSame(rows, ids);
    if (rows.every(({ id }, index) => id === ids[index])) return unchanged(undefined);
    await client.query(
      "UPDATE ownership_rule r SET priority = g.priority FROM unnest($1::int[], $2::int[]) g(id, priority) WHERE r.id = g.id",
      [ids, ids.map((_, index) => priorityAt(index))],
    );
    await enqueueReassign(client);
    note({ action: "ownership.order", target: "ownership", detail: { before: rows.map(({ id }) => id), after: ids } });
  });
}
