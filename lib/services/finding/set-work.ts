import type { PoolClient } from "pg";

export interface WorkChange {
  id: string;
  /** Code. */
  work: number;
  actorId: number | null;
  at: Date;
}

/**
 * Moves a finding along the axis of work, with its state, its journal and its place in the roll-up. The caller holds the
 * locks of the merge (lib/ingest/locks.ts), since the merge derives the same row.
 */
export async function setWork(client: PoolClient, { id, work, actorId, at }: WorkChange): Promise<void> {
  await client.query("SELECT merge_begin()");
  await client.query(
    `CREATE TEMP TABLE touched ON COMMIT DROP AS
     SELECT $1::bigint AS id, $2::timestamptz AS at, NULL::bigint AS report_id, $3::int AS actor_id`,
    [id, at, actorId],
  );
  await client.query("SELECT posture_add(-1)");
  await client.query(
    `UPDATE finding SET work = $2, state = state_of(presence, awaiting, decision, $2),
       state_at = CASE WHEN state_of(presence, awaiting, decision, $2) <> state THEN $3 ELSE state_at END
     WHERE id = $1`,
    [id, work, at],
  );
  await client.query("SELECT posture_add(1)");
  await client.query("SELECT merge_flush()");
  await client.query("DROP TABLE touched");
}
