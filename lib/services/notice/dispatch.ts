import type { Pool, PoolClient } from "pg";
import { transaction } from "@/lib/db/transaction";
import { EVENT_COLUMNS, type StoredEvent } from "./event";
import { expandListing } from "./expand";
import { intoInboxes, intoLanes } from "./hand-on";
import { loadRouting, type Parcel, type Routing, route } from "./routing";

/** One dispatcher at a time, so that what is told of first is handed on first. */
export const DISPATCH = 7_202_650;
const BATCH = 500;

/**
 * Hands every event that waits to those whom it concerns: into inboxes, and on its way to mail and endpoints; each
 * exactly once. Within minutes of the event by the job that came with it, else by the next round.
 */
export async function dispatchNotices(pool: Pool, now = new Date()): Promise<void> {
  while ((await transaction((client) => dispatchBatch(client, now), pool)) === BATCH);
}

async function dispatchBatch(client: PoolClient, now: Date): Promise<number> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [DISPATCH]);
  const { rows } = await client.query<StoredEvent>(
    `SELECT ${EVENT_COLUMNS} FROM notice_event e WHERE dispatched_at IS NULL ORDER BY e.id LIMIT $1`,
    [BATCH],
  );
  if (rows.length === 0) return 0;
  const routing = await loadRouting(client);
  const parcels: Parcel[] = [];
  for (const event of rows) {
    const told = event.kind === "kev_listed" ? await expandListing(client, event, now) : [event];
    for (const one of told) parcels.push(...(await tell(client, routing, one)));
  }
  await intoLanes(client, parcels, now);
  await client.query("UPDATE notice_event SET dispatched_at = $2 WHERE id = ANY ($1::bigint[])", [
    rows.map(({ id }) => id),
    now,
  ]);
  return rows.length;
}

async function tell(client: PoolClient, routing: Routing, event: StoredEvent): Promise<Parcel[]> {
  const { inbox, parcels } = route(routing, event);
  await intoInboxes(client, event, inbox);
  return parcels;
}
