import type { Actor } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import { forbidden, invalid } from "@/lib/authz/refusal";
import type { Scope } from "@/lib/authz/scope";
import { reading } from "@/lib/db/read";
import { type ScopeNames, scopeIds } from "@/lib/queries/exception/scope";

/**
 * The team that an exception is limited to. Whoever may ask only for their own teams has to be limited to one of them,
 * and with a single one is; null: every team, for those who may ask for all. Throws forbidden, invalid.
 */
export function forcedTeam(actor: Actor, wanted: number | null): number | null {
  if (actor.kind === "token") throw forbidden("Only a signed-in person asks for exceptions.");
  if (can(actor, "exceptions.request", { teamIds: [] }) || wanted !== null) {
    if (!can(actor, "exceptions.request", { teamIds: [wanted ?? 0] })) throw forbidden();
    return wanted;
  }
  if (!can(actor, "exceptions.request") || actor.kind !== "user") throw forbidden();
  const [only, ...more] = actor.teamIds;
  if (only === undefined) throw forbidden("You belong to no team that an exception could be for.");
  if (more.length > 0) throw invalid("You belong to several teams: say which one it is for.", "body.scope.team");
  return only;
}

/** The scope that a request of the actor would have: of their team, where they may ask for no other. */
export async function limitedScope(actor: Actor, scope: Scope, wanted: ScopeNames): Promise<ScopeNames> {
  return reading(scope, async (run) => {
    const id = forcedTeam(actor, (await scopeIds(run, scope, wanted)).teamId);
    if (id === null) return wanted;
    const [team] = await run<{ slug: string }>({ text: "SELECT slug FROM team WHERE id = $1", values: [id] });
    return { ...wanted, team: team?.slug ?? wanted.team };
  });
}
