import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { raise } from "../notice/raise";
import { nameFor } from "./load";

/** Tells somebody that a remediation is theirs now; who takes it themselves knows already. */
export async function tellAssigned(
  client: PoolClient,
  actor: Actor,
  { id, title, teamId }: { id: number; title: string; teamId: number },
  userId: number,
  at: Date,
): Promise<void> {
  const actorId = actorUserId(actor);
  if (userId === actorId) return;
  await raise(client, {
    kind: "assigned",
    subject: `remediation:${id}`,
    at,
    actorId,
    teamIds: [teamId],
    userIds: [userId],
    data: { title, by: nameFor(actor, teamId) },
  });
}
