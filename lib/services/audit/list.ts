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

/** Entries below `before`, newest first. `action` narrows to one action, or to a noun given as `user.`. */
export async function listAudit(
  actor: Actor,
  { before, action, limit }: { before: number | null; action?: string; limit: number },
): Promise<z.input<typeof AuditRow>[]> {
  authorize(actor, "audit.read");
  const [rows = []] = await read<Row>(scopeOf(actor), {
    text: `SELECT e.id::text, at, actor, action, target, detail, request_id FROM audit_entry e
           WHERE ($1::bigint IS NULL OR e.id < $1) AND ($2::text IS NULL OR starts_with(action, $2))
           ORDER BY e.id DESC LIMIT $3`,
    values: [before, action ?? null, limit],
  });
  return rows.map(({ request_id, at, ...row }) => ({ ...row, at: at.toISOString(), requestId: request_id }));
}
