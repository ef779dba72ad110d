import type { PoolClient } from "pg";
import { axes } from "@/lib/domain/vocabulary";

/** What becomes of one finding; what is left out stays. */
export interface TriageStep {
  id: string;
  /** Code. */
  work?: number;
  /** null: nobody. */
  assigneeId?: number | null;
}

export interface TriageMoment {
  actorId: number | null;
  at: Date;
}

/** Stands for "stays as it is" in an array of ids. */
const STAYS = -1;

/**
 * Moves findings along the axis of work and gives them to people, in one pass: with their state, their journal and their
 * place in the roll-up. What is so already is passed over. The caller holds the locks of the merge
 * (lib/services/finding/hold.ts), since the merge derives the same rows.
 */
export async function setWork(client: PoolClient, steps: readonly TriageStep[], moment: TriageMoment): Promise<void> {
  if (steps.length === 0) return;
  await client.query("SET LOCAL client_min_messages = warning");
  await client.query(
    `CREATE TEMP TABLE touched ON COMMIT DROP AS
     SELECT f.id, $4::timestamptz AS at, NULL::bigint AS report_id, $5::int AS actor_id,
       CASE WHEN g.work <> f.work THEN g.work END AS work,
       CASE WHEN g.assignee <> ${STAYS} AND nullif(g.assignee, 0) IS DISTINCT FROM f.assignee_id THEN g.assignee END AS assignee
     FROM unnest($1::bigint[], $2::smallint[], $3::int[]) g(id, work, assignee)
     CROSS JOIN LATERAL (SELECT id, work, assignee_id FROM finding WHERE id = g.id OFFSET 0) f
     WHERE g.work <> f.work OR (g.assignee <> ${STAYS} AND nullif(g.assignee, 0) IS DISTINCT FROM f.assignee_id)`,
    [
      steps.map(({ id }) => id),
      steps.map(({ work }) => work ?? null),
      steps.map(({ assigneeId }) => (assigneeId === undefined ? STAYS : (assigneeId ?? 0))),
      moment.at,
      moment.actorId,
    ],
  );
  await client.query(
    `INSERT INTO finding_event (finding_id, axis, before, after, observed_at, actor_id)
     SELECT t.id, ${axes.code("assignee")}, f.assignee_id, nullif(t.assignee, 0), t.at, t.actor_id
     FROM touched t JOIN finding f ON f.id = t.id WHERE t.assignee IS NOT NULL`,
  );
  const { rowCount: moves } = await client.query("SELECT 1 FROM touched WHERE work IS NOT NULL LIMIT 1");
  if (moves) {
    await client.query("SELECT merge_begin()");
    await client.query("SELECT posture_add(-1)");
  }
  await client.query(
    `UPDATE finding f SET work = coalesce(t.work, f.work), state = state_of(f.presence, f.awaiting, f.decision, coalesce(t.work, f.work)),
       state_at = CASE WHEN state_of(f.presence, f.awaiting, f.decision, coalesce(t.work, f.work)) <> f.state THEN t.at ELSE f.state_at END,
       assignee_id = CASE WHEN t.assignee IS NULL THEN f.assignee_id ELSE nullif(t.assignee, 0) END
     FROM touched t WHERE f.id = t.id`,
  );
  if (moves) {
    await client.query("SELECT posture_add(1)");
    await client.query("SELECT merge_flush()");
  }
  await client.query("DROP TABLE touched");
}
