import type { Role } from "../vocabulary";
import { audienceOf, type NoticeKind } from "./kinds";

/** Somebody who can sign in. */
export interface NoticePerson {
  readonly id: number;
  readonly role: Role;
  readonly teamIds: readonly number[];
}

export interface Addressed {
  readonly kind: NoticeKind;
  readonly teamIds: readonly number[];
  readonly userIds: readonly number[];
  readonly actorId: number | null;
}

/** May this person know of what concerns these teams? What concerns no team is known to whom it is addressed. */
export function mayKnow(person: NoticePerson, teamIds: readonly number[]): boolean {
  return person.role !== "devops" || teamIds.length === 0 || teamIds.some((team) => person.teamIds.includes(team));
}

/**
 * Who is told of an event without any rule: whom the kind says, less those who may not see it and whoever did it.
 */
export function isTold(person: NoticePerson, event: Addressed): boolean {
  if (person.id === event.actorId || !mayKnow(person, event.teamIds)) return false;
  return audienceOf(event.kind).some((to) => {
    if (to === "named") return event.userIds.includes(person.id);
    if (to === "team") return person.teamIds.some((team) => event.teamIds.includes(team));
    return person.role === to;
  });
}
