import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { notFound } from "@/lib/authz/refusal";
import type { DeliveryRow } from "@/lib/client/contract/integration";
import { pool } from "@/lib/db/pool";
import type { NoticeKind } from "@/lib/domain/notice/kinds";
import { unchanged, write } from "../audit/write";
import { enqueueLanes } from "../notice/lanes";

interface Row {
  id: string;
  kind: NoticeKind;
  person: string | null;
  created_at: Date;
  attempts: number;
  tried_at: Date | null;
  next_at: Date;
  delivered_at: Date | null;
  failed_at: Date | null;
  error: string | null;
}

const MOST = 100;
const iso = (at: Date | null) => at?.toISOString() ?? null;

async function known(id: number): Promise<void> {
  if (!(await pool().query("SELECT 1 FROM integration WHERE id = $1", [id])).rowCount)
    throw notFound("This integration");
}

/** What was sent, waits, or was given up; the latest hundred, what is not delivered first. Throws forbidden, not_found. */
export async function listDeliveries(actor: Actor, id: number): Promise<DeliveryRow[]> {
  authorize(actor, "integrations.manage");
  await known(id);
  const { rows } = await pool().query<Row>(
    `SELECT d.id::text, e.kind, u.name AS person, d.created_at, d.attempts, d.tried_at, d.next_at, d.delivered_at, d.failed_at, d.error
     FROM notice_delivery d JOIN notice_event e ON e.id = d.event_id LEFT JOIN "user" u ON u.id = d.user_id
     WHERE d.integration_id = $1 ORDER BY d.delivered_at IS NOT NULL, d.id DESC LIMIT ${MOST}`,
    [id],
  );
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, person: row.person, createdAt: row.created_at.toISOString() },
    ...{ attempts: row.attempts, triedAt: iso(row.tried_at), deliveredAt: iso(row.delivered_at) },
    ...{
      nextAt: row.delivered_at || row.failed_at ? null : iso(row.next_at),
      failedAt: iso(row.failed_at),
      error: row.error,
    },
  }));
}

/** Tries at once what waits, and once more what was given up. Throws forbidden, not_found. */
export async function retryDeliveries(actor: Actor, id: number): Promise<number> {
  authorize(actor, "integrations.manage");
  await known(id);
  return write(actor, async (client, note) => {
    const { rows } = await client.query<{ lane: string }>(
      `UPDATE notice_delivery SET next_at = now(), failed_at = NULL WHERE integration_id = $1 AND delivered_at IS NULL RETURNING lane`,
      [id],
    );
    if (rows.length === 0) return unchanged(0);
    await enqueueLanes(client, new Set(rows.map(({ lane }) => lane)));
    note({ action: "integration.retry", target: `integration:${id}`, detail: { deliveries: rows.length } });
    return rows.length;
  });
}
