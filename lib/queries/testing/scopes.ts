import type { UserActor } from "@/lib/authz/actor";
import { systemActor } from "@/lib/authz/actor";
import { type Scope, scopeOf } from "@/lib/authz/scope";

/** A developer of these teams; user 1 of a generated fleet belongs to team 1. */
export function developer(teamIds: readonly number[], id = 1): UserActor {
  return {
    kind: "user",
    id,
    name: "Dev",
    email: "dev@example.org",
    role: "devops",
    teamIds,
    leadOf: [],
    sessionId: null,
  };
}

export const scopeOfTeams = (...teamIds: number[]): Scope => scopeOf(developer(teamIds));
export const scopeOfAll = (): Scope => scopeOf(systemActor("test"));
