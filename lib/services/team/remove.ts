import type { Actor } from "@/lib/authz/actor";
import { enqueueReassign } from "@/lib/jobs/enqueue";
import { write } from "../audit/write";
import { teamFor } from "./find";

/** Removes a team with its memberships, ownership rules and rules of who is told; what it owned goes to whom the other rules name. */
export async function removeTeam(actor: Actor, slug: string): Promise<void> {
  await write(actor, async (client, note) => {
    const team = await teamFor(actor, slug, "teams.manage", client);
    await client.query("DELETE FROM team WHERE id = $1", [team.id]);
    await client.query("DELETE FROM notification_rule WHERE team_id = $1", [team.id]);
    await client.query("UPDATE api_token SET revoked_at = now() WHERE team_id = $1 AND revoked_at IS NULL", [team.id]);
    await enqueueReassign(client);
    note({ action: "team.remove", target: `team:${slug}`, detail: { name: team.name } });
  });
}
