import { type Actor, actorLabel } from "@/lib/authz/actor";
import { conflict } from "@/lib/authz/refusal";
import { pool } from "@/lib/db/pool";
import { transaction } from "@/lib/db/transaction";
import { appendAudit } from "./append";
import { loadHead, sealOf } from "./head";
import { verifyAudit } from "./verify";

/**
 * Seals the end of a log that was written before there were seals, or with another key, and says so in the log. For whoever
 * runs the server, who has looked at the log. Throws `conflict` where it is sealed, or where its chain does not hold.
 */
export async function sealAudit(actor: Actor): Promise<{ entries: number }> {
  const { faults, entries } = await verifyAudit();
  if (faults.some((fault) => fault.kind !== "head" || fault.id !== null))
    throw conflict("The chain does not hold: run audit verify.", "audit_broken");
  await transaction(async (client) => {
    await client.query("LOCK TABLE audit_entry IN SHARE ROW EXCLUSIVE MODE");
    const { head, key } = await loadHead(client);
    if (!head) throw conflict("The note of where the log ends was removed.", "audit_broken");
    if (head.holds) throw conflict("The log is sealed.", "audit_sealed");
    await client.query("UPDATE audit_head SET seal = $1", [sealOf(head, key)]);
    await appendAudit(client, actor, [{ action: "audit.seal", target: actorLabel(actor), detail: { entries } }]);
  }, pool());
  return { entries };
}
