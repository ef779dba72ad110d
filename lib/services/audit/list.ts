import type { z } from "zod";
import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { scopeOf } from "@/lib/authz/scope";
import type { AuditRow } from "@/lib/client/contract/admin";
import { read } from "@/lib/db/read";

interface Row {
  id: string;
  at: Date;
  actor: string;
  action: string;
  target: string;
  detail: unknown;
  request_id: string | null;
}

export interface AuditFilter {
  /** Id: only older ones. */
  before: number | null;
  /** One action, or all of a noun: `user.`. */
  action?: string;
  /** Parts of who did it and of what it was done to. */
  actor?: string;
  target?: string;
  /** ISO 8601; not before, and before. */
  from?: string;
  to?: string;
  limit: number;
}

/** Entries, newest first. */
export async function listAudit(
  actor: Actor,
  { before, action, actor: by, target, from, to, limit }: AuditFilter,
): Promise<z.input<typeof AuditRow>[]> {
  authorize(actor, "audit.read");
  const [rows = []] = await read<Row>(scopeOf(actor), {
    text: `SELECT e.id::text, at, actor, action, target, detail, request_id FROM audit_entry e
           WHERE ($1::bigint IS NULL OR e.id < $1) AND ($2::text IS NULL OR starts_with(action, $2))
             AND ($3::text IS NULL OR strpos(lower(actor), lower($3)) > 0) AND ($4::text IS NULL OR strpos(lower(target), lower($4)) > 0)
             AND ($5::timestamptz IS NULL OR at >= $5) AND ($6::timestamptz IS NULL OR at < $6)
           ORDER BY e.id DESC LIMIT $7`,
    values: [before, action ?? null, by ?? null, target ?? null, from ?? null, to ?? null, limit],
  });
  return rows.map(({ request_id, at, ...row }) => ({ ...row, at: at.toISOString(), requestId: request_id }));
}
