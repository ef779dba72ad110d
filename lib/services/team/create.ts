import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { conflict } from "@/lib/authz/refusal";
import { write } from "../audit/write";
import type { TeamKey } from "./find";

/** Throws `conflict` when the slug is taken. */
export async function createTeam(actor: Actor, request: { slug: string; name: string }): Promise<TeamKey> {
  authorize(actor, "teams.manage");
  return write(actor, async (client, note) => {
    const { rows } = await client.query<TeamKey>(
      "INSERT INTO team (slug, name) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING RETURNING id, slug, name",
      [request.slug, request.name],
    );
    const team = rows[0];
    if (!team) throw conflict("There is a team with this name in addresses already.", "slug_taken");
    note({ action: "team.create", target: `team:${team.slug}`, detail: { name: team.name } });
    return team;
  });
}
