import type { Actor, UserActor } from "../authz/actor";
import { forbidden } from "../authz/refusal";

/** For what only a signed-in person has: sessions, a password, saved views. */
export function personOf(actor: Actor): UserActor {
  if (actor.kind !== "user") throw forbidden("Only a signed-in person can do this.");
  return actor;
}
