import type { PoolClient } from "pg";
import type { StoredEvent } from "./event";
import { enqueueLanes } from "./lanes";
import type { Parcel } from "./routing";

/** Puts an event into inboxes. */
export async function intoInboxes(client: PoolClient, event: StoredEvent, userIds: readonly number[]): Promise<void> {
  if (userIds.length === 0) return;
  await client.query(
    `INSERT INTO notice (user_id, event_id, at, team_ids) SELECT u, $2, $3, $4 FROM unnest($1::int[]) u
     ON CONFLICT (user_id, event_id) DO NOTHING`,
    [userIds, event.id, event.at, event.teamIds],
  );
}

/** Puts messages on their way; the jobs that send them start when this transaction commits. */
export async function intoLanes(client: PoolClient, parcels: readonly Parcel[], now: Date): Promise<void> {
  if (parcels.length === 0) return;
  await client.query(
    `INSERT INTO notice_delivery (lane, integration_id, user_id, event_id, payload, created_at, next_at)
     SELECT lane, "integrationId", "userId", "eventId", payload, $2, $2
     FROM jsonb_to_recordset($1::jsonb) g(lane text, "integrationId" int, "userId" int, "eventId" bigint, payload jsonb)
     ON CONFLICT (lane, event_id) DO NOTHING`,
    [JSON.stringify(parcels), now],
  );
  await enqueueLanes(client, new Set(parcels.map(({ lane }) => lane)));
}
