import type { Actor } from "@/lib/authz/actor";
import { unchanged, write } from "../audit/write";
import { type TeamKey, teamFor } from "./find";

export async function renameTeam(actor: Actor, slug: string, name: string): Promise<TeamKey> {
  return write(actor, async (client, note) => {
    const team = await teamFor(actor, slug, "teams.manage", client);
    if (team.name === name) return unchanged(team);
    await client.query("UPDATE team SET name = $2 WHERE id = $1", [team.id, name]);
    note({ action: "team.rename", target: `team:${slug}`, detail: { before: team.name, after: name } });
    return { ...team, name };
  });
}
