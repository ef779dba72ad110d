import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { conflict, forbidden } from "@/lib/authz/refusal";
import { UNDO_HOURS } from "@/lib/domain/undo";
import { write } from "../audit/write";
import { orBusy } from "../finding/hold";
import { mayDecide } from "./decide";
import { holdMerges } from "./hold";
import { exceptionFor, type LoadedException } from "./load";
import { tellDecided } from "./tell";

/**
 * Takes back one's own approval or rejection: the request waits again, and what it covered is open until somebody
 * decides anew. Within an hour, as long as it still stands as it was decided. What went on from another exception stays,
 * since that one has ended with it. Throws not_found, forbidden, conflict, and `unavailable` while a long import holds
 * its findings.
 */
export async function undoDecision(actor: Actor, id: number, at = new Date()): Promise<void> {
  if (actor.kind === "token") throw forbidden("Only a signed-in person decides on exceptions.");
  await orBusy(
    write(actor, async (client, note) => {
      await holdMerges(client, id);
      const exception = await exceptionFor(client, actor, id);
      await mayDecide(client, actor, exception);
      mayUndo(actor, exception, at);
      await reopen(client, actor, exception, at);
      await tellDecided(client, actor, exception, { how: "waiting for a decision again", at });
      note({
        action: "exception.undo",
        target: `exception:${id} ${exception.rule}`,
        detail: { before: exception.state, kind: exception.kind },
      });
    }),
  );
}

function mayUndo(actor: Actor, { state, decidedBy, decidedAt, renewsId }: LoadedException, at: Date): void {
  if ((state !== "approved" && state !== "rejected") || decidedAt === null)
    throw conflict(`This exception is ${state}.`, state);
  if (decidedBy !== actorUserId(actor)) throw forbidden("Only whoever decided can take that back.");
  if (at.getTime() - decidedAt.getTime() > UNDO_HOURS * 3_600_000)
    throw conflict("This was too long ago to be undone.", "too_late");
  if (state === "approved" && renewsId !== null)
    throw conflict("It went on from another exception, which has ended with that. Revoke it instead.", "renewal");
}

async function reopen(client: PoolClient, actor: Actor, { id, state }: LoadedException, at: Date): Promise<void> {
  if (state === "rejected") {
    await client.query(
      "UPDATE exception SET state = 0, decided_by = NULL, decided_at = NULL, note = NULL WHERE id = $1",
      [id],
    );
    return;
  }
  await client.query("SELECT merge_begin()");
  await client.query("SELECT exception_undo($1, $2, $3)", [id, at, actorUserId(actor)]);
  await client.query("SELECT merge_flush()");
}
