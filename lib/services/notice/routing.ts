import type { PoolClient } from "pg";
import { channelsOf, feeds, type NoticeRule, type Preference } from "@/lib/domain/notice/rules";
import { outgoing, routed, type StoredEvent } from "./event";
import type { Outgoing } from "./message";
import { loadPreferences, loadRecipients, loadRules, type Recipient } from "./people";

/** All that decides who is told and how, read once for a batch. */
export interface Routing {
  people: Recipient[];
  rules: NoticeRule[];
  preferences: Map<number, Preference>;
  /** Through which mail goes; null: there is none. */
  smtpId: number | null;
  /** Slug of each team. */
  teams: Map<number, string>;
}

export async function loadRouting(client: PoolClient): Promise<Routing> {
  const teams = await client.query<{ id: number; slug: string }>("SELECT id, slug FROM team");
  const smtp = await client.query<{ id: number }>(
    "SELECT id FROM integration WHERE kind = 'smtp' AND disabled_at IS NULL ORDER BY id LIMIT 1",
  );
  return {
    people: await loadRecipients(client),
    rules: await loadRules(client),
    preferences: await loadPreferences(client),
    smtpId: smtp.rows[0]?.id ?? null,
    teams: new Map(teams.rows.map(({ id, slug }) => [id, slug])),
  };
}

/** A message for a lane. */
export interface Parcel {
  lane: string;
  integrationId: number;
  userId: number | null;
  eventId: string;
  payload: Outgoing;
}

/** Slugs of those of an event's teams that a recipient may know of. */
function slugs(routing: Routing, event: StoredEvent, known: "*" | readonly number[]): string[] {
  return event.teamIds
    .filter((team) => known === "*" || known.includes(team))
    .map((team) => routing.teams.get(team) ?? "")
    .filter(Boolean);
}

export function mailParcel(routing: Routing, event: StoredEvent, person: Recipient): Parcel | null {
  if (routing.smtpId === null) return null;
  const known = person.role === "devops" ? person.teamIds : "*";
  const payload = outgoing(event, slugs(routing, event, known));
  return { lane: `mail:${person.id}`, integrationId: routing.smtpId, userId: person.id, eventId: event.id, payload };
}

export function endpointParcel(routing: Routing, event: StoredEvent, rule: NoticeRule): Parcel | null {
  if (rule.integrationId === null) return null;
  const payload = outgoing(event, slugs(routing, event, rule.teamId === null ? "*" : [rule.teamId]));
  return {
    ...{ lane: `endpoint:${rule.integrationId}`, integrationId: rule.integrationId, userId: null },
    eventId: event.id,
    payload,
  };
}

/** Who finds an event in the inbox, and what goes out. An endpoint that several rules feed gets it once, by the widest. */
export function route(routing: Routing, event: StoredEvent): { inbox: number[]; parcels: Parcel[] } {
  const inbox: number[] = [];
  const parcels: Parcel[] = [];
  const one = routed(event);
  for (const person of routing.people) {
    const channels = channelsOf(person, one, routing.rules, routing.preferences.get(person.id) ?? null);
    if (channels.inbox) inbox.push(person.id);
    const parcel = channels.email ? mailParcel(routing, event, person) : null;
    if (parcel) parcels.push(parcel);
  }
  const fed = new Set<number>();
  const rules = routing.rules.filter((rule) => feeds(rule, one));
  for (const rule of rules.sort((a, b) => Number(a.teamId !== null) - Number(b.teamId !== null) || a.id - b.id)) {
    const parcel = endpointParcel(routing, event, rule);
    if (!parcel || fed.has(parcel.integrationId)) continue;
    fed.add(parcel.integrationId);
    parcels.push(parcel);
  }
  return { inbox, parcels };
}
