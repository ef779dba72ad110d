import type { PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import type { Action } from "@/lib/authz/policy";
import { forbidden, notFound } from "@/lib/authz/refusal";
import { pool } from "@/lib/db/pool";

export interface TeamKey {
  id: number;
  slug: string;
  name: string;
}

/**
 * The team, for somebody who is about to do `action` to it. A team that the actor may not even read does not exist
 * for them; one that they may read but not change is `forbidden`.
 */
export async function teamFor(actor: Actor, slug: string, action: Action, client?: PoolClient): Promise<TeamKey> {
  const { rows } = await (client ?? pool()).query<TeamKey>("SELECT id, slug, name FROM team WHERE slug = $1", [slug]);
  const team = rows[0];
  const target = { teamIds: team ? [team.id] : [] };
  if (!team || !(can(actor, "teams.read", target) || can(actor, action, target))) throw notFound("This team");
  if (!can(actor, action, target)) throw forbidden();
  return team;
}
