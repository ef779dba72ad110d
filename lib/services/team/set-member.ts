import type { Actor } from "@/lib/authz/actor";
import { invalid } from "@/lib/authz/refusal";
import { unchanged, write } from "../audit/write";
import { teamFor } from "./find";

/** Adds a person to a team by e-mail, or changes whether they lead it. */
export async function setMember(actor: Actor, slug: string, request: { email: string; lead: boolean }): Promise<void> {
  await write(actor, async (client, note) => {
    const team = await teamFor(actor, slug, "members.manage", client);
    const email = request.email.toLowerCase();
    const { rows } = await client.query<{ id: number }>(
      `SELECT id FROM "user" WHERE email = $1 AND disabled_at IS NULL`,
      [email],
    );
    const user = rows[0];
    if (!user) throw invalid("Nobody signs in with this e-mail.", "body.email");
    const { rowCount } = await client.query(
      `INSERT INTO membership AS m (user_id, team_id, lead) VALUES ($1, $2, $3)
       ON CONFLICT (user_id, team_id) DO UPDATE SET lead = excluded.lead WHERE m.lead <> excluded.lead`,
      [user.id, team.id, request.lead],
    );
    if (!rowCount) return unchanged(undefined);
    note({ action: "team.member", target: `team:${slug}`, detail: { member: email, lead: request.lead } });
  });
}
