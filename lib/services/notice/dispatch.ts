import type { Pool, PoolClient } from "pg";
import { transaction } from "@/lib/db/transaction";
import type { NoticeKind } from "@/lib/domain/notice/kinds";
import { isTold } from "@/lib/domain/notice/recipients";
import { loadRecipients, type Recipient } from "./people";

/** One dispatcher at a time, so that what is told of first is handed on first. */
const DISPATCH = 7_202_650;
const BATCH = 500;

export interface StoredEvent {
  id: string;
  uid: string;
  kind: NoticeKind;
  at: Date;
  subject: string;
  teamIds: number[];
  userIds: number[];
  actorId: number | null;
  severity: number | null;
  data: Record<string, string | number | null>;
}

/** Hands every event that waits to those whom it concerns; each exactly once. */
export async function dispatchNotices(pool: Pool, now = new Date()): Promise<void> {
  while ((await transaction((client) => dispatchBatch(client, now), pool)) === BATCH);
}

async function dispatchBatch(client: PoolClient, now: Date): Promise<number> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [DISPATCH]);
  const { rows } = await client.query<StoredEvent>(
    `SELECT id::text, uid, kind, at, subject, team_ids AS "teamIds", user_ids AS "userIds", actor_id AS "actorId", severity, data
     FROM notice_event WHERE dispatched_at IS NULL ORDER BY id LIMIT $1`,
    [BATCH],
  );
  if (rows.length === 0) return 0;
  const people = await loadRecipients(client);
  for (const event of rows) await tell(client, event, people);
  await client.query("UPDATE notice_event SET dispatched_at = $2 WHERE id = ANY ($1::bigint[])", [
    rows.map(({ id }) => id),
    now,
  ]);
  return rows.length;
}

async function tell(client: PoolClient, event: StoredEvent, people: readonly Recipient[]): Promise<void> {
  const told = people.filter((person) => isTold(person, event)).map(({ id }) => id);
  if (told.length === 0) return;
  await client.query(
    `INSERT INTO notice (user_id, event_id, at, team_ids) SELECT u, $2, $3, $4 FROM unnest($1::int[]) u
     ON CONFLICT (user_id, event_id) DO NOTHING`,
    [told, event.id, event.at, event.teamIds],
  );
}
