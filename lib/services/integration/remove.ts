import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { write } from "../audit/write";
import { lockIntegration } from "./store";

/** Removes an integration with its rules and what waits for it; issues at a tracker stay there. Throws forbidden, not_found. */
export async function removeIntegration(actor: Actor, id: number): Promise<void> {
  authorize(actor, "integrations.manage");
  await write(actor, async (client, note) => {
    const { name, kind } = await lockIntegration(client, id);
    for (const table of ["notice_delivery", "notification_rule", "ticket"])
      await client.query(`DELETE FROM ${table} WHERE integration_id = $1`, [id]);
    await client.query("DELETE FROM integration WHERE id = $1", [id]);
    note({ action: "integration.remove", target: `integration:${id} ${name}`, detail: { kind } });
  });
}
