import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { conflict, notFound } from "@/lib/authz/refusal";
import type { BulkResult, Refused } from "@/lib/client/contract/remediation";
import { UNDO_HOURS } from "@/lib/domain/undo";
import { unchanged, write } from "../audit/write";
import { digest } from "../session/secret";
import { type HeldFinding, holdFindings, orBusy } from "./hold";
import { refusalFor } from "./judge";
import { setWork, type TriageStep } from "./set-work";

interface Kept {
  id: string;
  workBefore: number;
  workAfter: number;
  assigneeBefore: number;
  assigneeAfter: number;
}

/**
 * Takes back a change of many findings: each becomes what it was, unless somebody changed it since, it is closed, or it
 * is no longer theirs to work on. Those stay and are named. Once, within an hour, by whoever made the change.
 * Throws not_found, conflict, and `unavailable` while an import holds them.
 */
export async function undoBulk(actor: Actor, token: string, at = new Date()): Promise<BulkResult> {
  return orBusy(
    write(actor, async (client, note) => {
      const kept = await take(client, actor, token, at);
      const held = await holdFindings(
        client,
        kept.map(({ id }) => id),
      );
      const refused: Refused[] = [];
      const steps: TriageStep[] = [];
      for (const row of kept) {
        const now = held.get(row.id);
        const reason = refusalFor(actor, now) ?? (now && isAsLeft(row, now) ? null : "changed");
        if (reason) refused.push({ id: row.id, reason });
        else steps.push({ id: row.id, work: row.workBefore, assigneeId: row.assigneeBefore || null });
      }
      if (steps.length === 0) return unchanged<BulkResult>({ changed: 0, unchanged: 0, refused, undo: null });
      await setWork(client, steps, { actorId: actorUserId(actor), at });
      note({
        action: "finding.bulk_undo",
        target: `findings:${steps.length}`,
        detail: { findings: steps.slice(0, 100).map(({ id }) => id) },
      });
      return { changed: steps.length, unchanged: 0, refused, undo: null };
    }),
  );
}

const isAsLeft = (row: Kept, now: HeldFinding) =>
  now.work === row.workAfter && (now.assigneeId ?? 0) === row.assigneeAfter;

/** Uses the token up: a second call finds nothing. */
async function take(client: PoolClient, actor: Actor, token: string, at: Date): Promise<Kept[]> {
  const { rows } = await client.query<{ old: boolean; rows: Kept[] }>(
    `UPDATE bulk_change b SET undone_at = $3 WHERE b.id = $1 AND b.actor_id = $2 AND b.undone_at IS NULL
     RETURNING b.at < $3::timestamptz - interval '${UNDO_HOURS} hours' AS old,
       (SELECT json_agg(json_build_object('id', f::text, 'workBefore', wb, 'workAfter', wa, 'assigneeBefore', ab, 'assigneeAfter', aa))
        FROM unnest(b.finding_ids, b.works_before, b.works_after, b.assignees_before, b.assignees_after) u(f, wb, wa, ab, aa)) AS rows`,
    [digest(token), actorUserId(actor) ?? 0, at],
  );
  const [row] = rows;
  if (!row) throw notFound("This change");
  if (row.old) throw conflict("This was too long ago to be undone.", "too_late");
  return row.rows;
}
