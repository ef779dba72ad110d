import type { PoolClient } from "pg";
import { type Actor, actorLabel, actorUserId } from "@/lib/authz/actor";
import { currentRequestId } from "@/lib/telemetry/context";
import { type AuditFields, chainHash } from "./canonical";

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
  const last = await client.query<{ hash: Buffer | null }>("SELECT hash FROM audit_entry ORDER BY id DESC LIMIT 1");
  let previous = last.rows[0]?.hash ?? null;
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
    await client.query(
      `INSERT INTO audit_entry (at, actor, actor_id, action, target, detail, request_id, previous, hash)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
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
  }
}
