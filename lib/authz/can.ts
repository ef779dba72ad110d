import type { Actor, TokenActor, UserActor } from "./actor";
import { type Action, fourEyes, policy } from "./policy";
import { forbidden } from "./refusal";

/** What the rights table needs to know about an object. Leave out what does not apply. */
export interface Target {
  /** Teams that it belongs to: of a finding `[teamId, fixTeamId]`. 0, nobody's, is never anybody's own. */
  readonly teamIds?: readonly number[];
  readonly clusterId?: number | null;
  /** Who made it, for what belongs to one person. */
  readonly userId?: number | null;
  /** Shared with the team in `teamIds` (saved views). */
  readonly shared?: boolean;
  /** Who asked for the decision that is to be taken. */
  readonly requestedBy?: number | null;
}

/**
 * May the actor do this to that object? Without an object: may they do it to anything at all
 * (the question asked before anything is looked up).
 */
export function can(actor: Actor, action: Action, target?: Target): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "token") return tokenCan(actor, action, target);
  return userCan(actor, action, target);
}

/** As `can`, but throws `forbidden`. */
export function authorize(actor: Actor, action: Action, target?: Target): void {
  if (!can(actor, action, target)) throw forbidden();
}

function userCan(actor: UserActor, action: Action, target: Target | undefined): boolean {
  if (target && fourEyes.includes(action) && target.requestedBy === actor.id) return false;
  const grant = policy[action][actor.role];
  switch (grant) {
    case "all":
      return true;
    case "own":
      return target === undefined ? true : shares(actor.teamIds, target.teamIds);
    case "lead":
      return target === undefined ? actor.leadOf.length > 0 : shares(actor.leadOf, target.teamIds);
    case "self":
      return target === undefined || target.userId === actor.id;
    case "self_team":
      return (
        target === undefined ||
        target.userId === actor.id ||
        (target.shared === true && shares(actor.teamIds, target.teamIds))
      );
    case "no":
      return false;
  }
}

function tokenCan(actor: TokenActor, action: Action, target: Target | undefined): boolean {
  if (!actor.actions.includes(action)) return false;
  if (target === undefined) return true;
  if (actor.clusterId !== null && target.clusterId !== actor.clusterId) return false;
  if (actor.teamId !== null && !shares([actor.teamId], target.teamIds)) return false;
  return true;
}

function shares(mine: readonly number[], theirs: readonly number[] | undefined): boolean {
  return theirs?.some((team) => team !== 0 && mine.includes(team)) ?? false;
}
