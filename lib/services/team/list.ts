import type { z } from "zod";
import { abilities, generalAbilities, teamActions } from "@/lib/authz/abilities";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { scopeOf } from "@/lib/authz/scope";
import type { TeamList } from "@/lib/client/contract/admin";
import { read } from "@/lib/db/read";

/** The teams within the actor's scope, by name; their own are marked. */
export async function listTeams(actor: Actor): Promise<z.input<typeof TeamList>> {
  authorize(actor, "teams.read");
  const scope = scopeOf(actor);
  const [rows = []] = await read<{ id: number; slug: string; name: string }>(scope, {
    name: "team-list",
    text: "SELECT id, slug, name FROM team WHERE $1 OR id = ANY($2::int[]) ORDER BY name, id",
    values: [scope.teams === "*", scope.teams === "*" ? [] : scope.teams],
  });
  const mine = actor.kind === "user" ? actor.teamIds : [];
  return {
    items: rows.map(({ id, slug, name }) => ({
      slug,
      name,
      mine: mine.includes(id),
      abilities: abilities(actor, teamActions, { teamIds: [id] }),
    })),
    abilities: generalAbilities(actor, ["teams.manage"]),
  };
}
