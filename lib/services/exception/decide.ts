import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { conflict, forbidden } from "@/lib/authz/refusal";
import { type ExceptionStep, exceptionSteps } from "@/lib/domain/exception/vocabulary";
import { clean } from "@/lib/domain/text/clean";
import { type Note, write } from "../audit/write";
import { orBusy } from "../finding/hold";
import { fourEyesOn } from "./four-eyes";
import { holdMerges } from "./hold";
import { exceptionFor, type LoadedException } from "./load";
import { tellDecided } from "./tell";

interface Step {
  client: PoolClient;
  note: Note;
  actor: Actor;
  exception: LoadedException;
  said: string | null;
  at: Date;
}

/**
 * Takes an exception a step along: approve or reject it, both by another person of security than the one who asked;
 * withdraw one's own request; revoke what is in force. Its decision is set on all that it covers, or taken from it, in
 * the same transaction. Throws not_found, forbidden, conflict, and `unavailable` while a long import holds its findings.
 * @param at when it takes effect; sample data tells of days that are past
 */
export async function decideException(
  actor: Actor,
  step: ExceptionStep,
  id: number,
  { note: text = null, at = new Date() }: { note?: string | null; at?: Date } = {},
): Promise<void> {
  if (actor.kind === "token") throw forbidden("Only a signed-in person decides on exceptions.");
  await orBusy(
    write(actor, async (client, note) => {
      if (step === "approve" || step === "revoke") await holdMerges(client, id);
      const exception = await exceptionFor(client, actor, id);
      await allow(client, actor, step, exception);
      if (exception.state !== exceptionSteps[step])
        throw conflict(`This exception is ${exception.state}.`, exception.state);
      await run[step]({ client, note, actor, exception, at, said: clean(text ?? "").trim() || null });
      note({
        action: `exception.${step}`,
        target: `exception:${id} ${exception.rule}`,
        detail: { before: exception.state, kind: exception.kind },
      });
    }),
  );
}

async function allow(client: PoolClient, actor: Actor, step: ExceptionStep, of: LoadedException): Promise<void> {
  if (step === "withdraw") {
    if (actor.kind === "user" && actor.id !== of.requestedBy)
      throw forbidden("Only whoever asked for it can withdraw it.");
    return;
  }
  // Ending one early needs no second pair of eyes.
  if (step === "revoke") authorize(actor, "exceptions.decide");
  else await mayDecide(client, actor, of);
}

/** Is it the actor's to approve or reject? Not what they asked for, unless four eyes are switched off. Throws forbidden. */
export async function mayDecide(client: PoolClient, actor: Actor, { requestedBy }: LoadedException): Promise<void> {
  const watched = await fourEyesOn(client);
  authorize(actor, "exceptions.decide");
  if (watched && actor.kind === "user" && actor.id === requestedBy)
    throw forbidden("Whoever asked for an exception cannot decide on it: somebody else has to.");
  authorize(actor, "exceptions.decide", { requestedBy: watched ? requestedBy : null });
}

const run: Readonly<Record<ExceptionStep, (step: Step) => Promise<void>>> = {
  async approve({ client, actor, exception: { id, ...of }, said, at }) {
    if (of.expiresAt <= at) throw conflict("Its end has passed: ask for it anew.", "expired");
    await client.query("SELECT merge_begin()");
    await client.query("UPDATE exception SET note = $2 WHERE id = $1", [id, said]);
    await client.query("SELECT exception_begin($1, $2, $3)", [id, at, actorUserId(actor)]);
    if (of.renewsId)
      await client.query("SELECT exception_end(id, 6, $2, $3) FROM exception WHERE id = $1 AND state = 1", [
        ...[of.renewsId, at, actorUserId(actor)],
      ]);
    await client.query("SELECT merge_flush()");
    await tellDecided(client, actor, { id, ...of }, { how: "approved", at });
  },
  async reject({ client, actor, exception, said, at }) {
    await client.query("UPDATE exception SET state = 2, decided_by = $2, decided_at = $3, note = $4 WHERE id = $1", [
      ...[exception.id, actorUserId(actor), at, said],
    ]);
    await tellDecided(client, actor, exception, { how: "rejected", at });
  },
  async withdraw({ client, actor, exception, said, at }) {
    await client.query("UPDATE exception SET state = 3, ended_by = $2, ended_at = $3, note = $4 WHERE id = $1", [
      ...[exception.id, actorUserId(actor), at, said],
    ]);
  },
  async revoke({ client, actor, exception, said, at }) {
    await client.query("SELECT merge_begin()");
    if (said) await client.query("UPDATE exception SET note = $2 WHERE id = $1", [exception.id, said]);
    await client.query("SELECT exception_end($1, 4, $2, $3)", [exception.id, at, actorUserId(actor)]);
    await client.query("SELECT merge_flush()");
    await tellDecided(client, actor, exception, { how: "revoked", at });
  },
};
