import type { PoolClient } from "pg";
import { type Actor, actorLabel, actorUserId } from "@/lib/authz/actor";
import { currentRequestId } from "@/lib/telemetry/context";
import { log } from "@/lib/telemetry/log";
import { type AuditFields, chainHash } from "./canonical";
import { loadHead, sealOf } from "./head";

/** Any number that nothing else locks in this database. */
const CHAIN = 7_202_213;

export interface AuditNote {
  /** What was done, `noun.verb`: `user.role`, `token.create`. */
  readonly action: string;
  /** To what, in words that stay readable when the row is gone: `user:ada@example.org`. */
  readonly target: string;
  /** Before and after, without secrets. */
  readonly detail?: Record<string, unknown>;
}

/**
 * Adds entries at the end of the chain. Call it last in the transaction: it waits for other writers of the log, and
 * whoever waits here must not be waited for elsewhere.
 */
export async function appendAudit(client: PoolClient, actor: Actor, notes: readonly AuditNote[]): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [CHAIN]);
  const { head, key } = await loadHead(client);
  let previous = head?.hash ?? null;
  let lastId = head?.lastId ?? null;
  for (const note of notes) {
    const fields: AuditFields = {
      at: new Date().toISOString(),
      actor: actorLabel(actor),
      actorId: actorUserId(actor),
      action: note.action,
      target: note.target,
      detail: note.detail ?? null,
      requestId: currentRequestId(),
    };
    const hash = chainHash(previous, fields);
    const { rows } = await client.query<{ id: string }>(
      `INSERT INTO audit_entry (at, actor, actor_id, action, target, detail, request_id, previous, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING audit_entry.id::text`,
      [
        fields.at,
        fields.actor,
        fields.actorId,
        fields.action,
        fields.target,
        fields.detail === null ? null : JSON.stringify(fields.detail),
        fields.requestId,
        previous,
        hash,
      ],
    );
    previous = hash;
    lastId = rows[0]?.id ?? null;
    // Whoever keeps the log of the process elsewhere can tell that this entry was there.
    log().debug({ entry: lastId, chain: hash.toString("hex") }, "audit");
  }
  if (!head) return;
  const next = { entries: head.entries + notes.length, lastId, hash: previous };
  // A head that somebody changed is not made good by the next entry.
  const seal = head.holds ? sealOf(next, key) : head.seal;
  await client.query("UPDATE audit_head SET entries = $1, last_id = $2, hash = $3, seal = $4", [
    next.entries,
    next.lastId,
    next.hash,
    seal,
  ]);
}
