import type { PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { transaction } from "@/lib/db/transaction";
import { type AuditNote, appendAudit } from "./append";

/** Says what was done; a write that changes something says it at least once. */
export type Note = (note: AuditNote) => void;

/**
 * Every write of a person or token runs here: one transaction whose last act is its audit entry, so neither exists
 * without the other. Throws when `work` succeeds without a note: that is a bug. A write that finds nothing to change
 * returns `unchanged(result)` instead.
 */
export async function write<T>(
  actor: Actor,
  work: (client: PoolClient, note: Note) => Promise<T | Unchanged<T>>,
): Promise<T> {
  return transaction(async (client) => {
    const notes: AuditNote[] = [];
    const result = await work(client, (note) => notes.push(note));
    if (result instanceof Unchanged) return result.value;
    if (notes.length === 0) throw new Error("a write without an audit entry");
    await appendAudit(client, actor, notes);
    return result;
  });
}

class Unchanged<T> {
  constructor(readonly value: T) {}
}

export const unchanged = <T>(value: T) => new Unchanged(value);
