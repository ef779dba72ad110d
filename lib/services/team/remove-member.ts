import type { Actor } from "@/lib/authz/actor";
import { notFound } from "@/lib/authz/refusal";
import { write } from "../audit/write";
import { teamFor } from "./find";

export async function removeMember(actor: Actor, slug: string, userId: number): Promise<void> {
  await write(actor, async (client, note) => {
    const team = await teamFor(actor, slug, "members.manage", client);
    const { rows } = await client.query<{ email: string }>(
      `DELETE FROM membership m USING "user" u
       WHERE m.team_id = $1 AND m.user_id = $2 AND u.id = m.user_id RETURNING u.email`,
      [team.id, userId],
    );
    const member = rows[0];
    if (!member) throw notFound("This member");
    note({ action: "team.member_remove", target: `team:${slug}`, detail: { member: member.email } });
  });
}
