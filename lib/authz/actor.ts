import type { Role } from "../domain/vocabulary";
import type { Action } from "./policy";

/** A signed-in person. `teamIds` are all teams that they belong to, `leadOf` those of them that they lead. */
export interface UserActor {
  readonly kind: "user";
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly teamIds: readonly number[];
  readonly leadOf: readonly number[];
  /** Hash of the session secret, or null where the person acts without a browser session (tests). */
  readonly sessionId: string | null;
}

/** An API token. It may do only the actions that it lists, only on its cluster or team where it names one. */
export interface TokenActor {
  readonly kind: "token";
  readonly id: number;
  readonly name: string;
  readonly actions: readonly Action[];
  readonly clusterId: number | null;
  readonly teamId: number | null;
}

/** The installation itself: jobs, the command line on the server's machine, the demo. */
export interface SystemActor {
  readonly kind: "system";
  readonly name: string;
}

export type Actor = UserActor | TokenActor | SystemActor;

export function systemActor(name: string): SystemActor {
  return { kind: "system", name };
}

/** How the audit log names an actor: `user:ada@example.org`, `token:ci`, `system:demo`. */
export function actorLabel(actor: Actor): string {
  if (actor.kind === "user") return `user:${actor.email}`;
  return `${actor.kind}:${actor.name}`;
}

/** Id of the person behind an actor, for columns that refer to users; null for tokens and the system. */
export function actorUserId(actor: Actor): number | null {
  return actor.kind === "user" ? actor.id : null;
}
