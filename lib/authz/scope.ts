import type { Actor } from "./actor";

declare const made: unique symbol;

/**
 * What a reader may see. Every query takes one first, and only this file makes them: the brand cannot be written
 * elsewhere, so a scope cannot be forged by an object literal.
 */
export interface Scope {
  /** Team ids, or "*" for a reader of everything. A devops user without a team sees nothing: `[]`. */
  readonly teams: "*" | readonly number[];
  /** For "assigned to me"; null for tokens and the system. */
  readonly userId: number | null;
  /** A token follows the imports that it started itself, even if it may read nothing else. */
  readonly tokenId: number | null;
  readonly [made]: true;
}

function make(teams: "*" | readonly number[], userId: number | null, tokenId: number | null): Scope {
  const own =
    teams === "*" ? teams : Object.freeze([...new Set(teams)].filter((team) => team > 0).sort((a, b) => a - b));
  return Object.freeze({ teams: own, userId, tokenId }) as Scope;
}

/** The scope of an actor, by role and memberships. */
export function scopeOf(actor: Actor): Scope {
  if (actor.kind === "system") return make("*", null, null);
  if (actor.kind === "user") return make(actor.role === "devops" ? actor.teamIds : "*", actor.id, null);
  // A token that imports reads nothing but what became of its imports; teams could not express "one cluster" either.
  if (actor.actions.includes("reports.import")) return make([], null, actor.id);
  if (actor.teamId !== null) return make([actor.teamId], null, actor.id);
  const reads = actor.clusterId === null && actor.actions.some((action) => action.endsWith(".read"));
  return make(reads ? "*" : [], null, actor.id);
}

/** What a member of this team alone may see: for what is told to a team rather than to a person. */
export function memberScope(teamId: number): Scope {
  const member = { kind: "user", id: 0, name: "", email: "", role: "devops" } as const;
  return scopeOf({ ...member, teamIds: [teamId], leadOf: [], sessionId: null });
}
