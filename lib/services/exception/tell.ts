import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import type { Decision } from "@/lib/domain/vocabulary";
import { raise } from "../notice/raise";
import type { LoadedException } from "./load";

const teams = (teamId: number | null) => (teamId === null ? [] : [teamId]);

/** Security hears that somebody asks. */
export async function tellRequested(
  client: PoolClient,
  actor: Actor,
  of: { id: number; code: string; kind: Decision; teamId: number | null; at: Date },
): Promise<void> {
  await raise(client, {
    ...{ kind: "exception_requested", subject: `exception:${of.id}`, at: of.at, actorId: actorUserId(actor) },
    teamIds: teams(of.teamId),
    data: { title: of.code, decision: of.kind, by: actor.name },
  });
}

/** Whoever asked hears what became of it. */
export async function tellDecided(
  client: PoolClient,
  actor: Actor,
  of: LoadedException,
  { how, at }: { how: "approved" | "rejected" | "revoked" | "waiting for a decision again"; at: Date },
): Promise<void> {
  await raise(client, {
    ...{ kind: "exception_decided", subject: `exception:${of.id}`, at, actorId: actorUserId(actor) },
    ...{ teamIds: teams(of.teamId), userIds: [of.requestedBy] },
    data: { title: of.rule, decision: how, by: actor.name },
  });
}

/** An exception at its end. */
export interface Ending {
  id: number;
  rule: string;
  teamId: number | null;
  requestedBy: number | null;
  expiresAt: Date;
}

export async function tellExpired(client: PoolClient, of: Ending): Promise<void> {
  await tellEnd(client, of, "exception_expired", of.expiresAt);
}

export async function tellExpiring(client: PoolClient, of: Ending, now: Date): Promise<void> {
  await tellEnd(client, of, "exception_expiring", now);
}

async function tellEnd(
  client: PoolClient,
  of: Ending,
  kind: "exception_expired" | "exception_expiring",
  at: Date,
): Promise<void> {
  const end = of.expiresAt.toISOString().slice(0, 10);
  await raise(client, {
    ...{ kind, subject: `exception:${of.id}`, at, teamIds: teams(of.teamId), userIds: [of.requestedBy] },
    ...{ data: { title: of.rule, end }, key: `${kind}:${of.id}:${end}` },
  });
}
