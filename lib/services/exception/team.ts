import type { Actor } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import { forbidden, invalid } from "@/lib/authz/refusal";
import type { Run } from "@/lib/db/read";

/**
 * The team that an exception is limited to. Whoever may ask only for their own teams has to be limited to one of them,
 * and with a single one is; null: every team, for those who may ask for all. Throws forbidden, invalid.
 */
export async function forcedTeam(run: Run, actor: Actor, wanted: number | null): Promise<number | null> {
  if (actor.kind === "token") throw forbidden("Only a signed-in person asks for exceptions.");
  if (can(actor, "exceptions.request", { teamIds: [] }) || wanted !== null) {
    if (!can(actor, "exceptions.request", { teamIds: [wanted ?? 0] })) throw forbidden();
    return wanted;
  }
  if (!can(actor, "exceptions.request") || actor.kind !== "user") throw forbidden();
  const [only, ...more] = actor.teamIds;
  if (only === undefined) throw forbidden("You belong to no team that an exception could be for.");
  if (more.length > 0) throw invalid("You belong to several teams: say which one it is for.", "body.scope.team");
  const [known] = await run<{ id: number }>({ text: "SELECT id FROM team WHERE id = $1", values: [only] });
  return known?.id ?? only;
}
