import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { conflict, forbidden, invalid } from "@/lib/authz/refusal";
import type { BulkBody, BulkResult, Refused } from "@/lib/client/contract/remediation";
import { UNDO_HOURS } from "@/lib/domain/undo";
import { works } from "@/lib/domain/vocabulary";
import { unchanged, write } from "../audit/write";
import { raise } from "../notice/raise";
import { digest, randomSecret } from "../session/secret";
import { mayWorkOn, type Worker, workerOf } from "./assignee";
import { type HeldFinding, holdFindings, orBusy } from "./hold";
import { distinct, refusalFor } from "./judge";
import { setWork, type TriageStep } from "./set-work";

interface Change {
  before: HeldFinding;
  step: TriageStep;
}

/**
 * Claims, assigns or moves many findings at once, each with its own rights: what may be done is done, and the rest is
 * named; with mode `all` nothing is done unless everything can be. What was changed can be undone with the token that
 * comes back, by the same person. Throws forbidden, invalid, conflict, and `unavailable` while an import holds them.
 */
export async function bulkTriage(actor: Actor, body: BulkBody, at = new Date()): Promise<BulkResult> {
  const userId = actorUserId(actor);
  if (userId === null) throw forbidden("Only a signed-in person works on findings.");
  return orBusy(
    write(actor, async (client, note) => {
      const worker = body.assignee == null ? null : await workerOf(client, actor, body.assignee);
      if (body.assignee != null && !worker) throw invalid("Nobody who can work on findings.", "body.assignee");
      const ids = distinct(body.ids);
      const held = await holdFindings(client, ids);
      const refused: Refused[] = [];
      const changes: Change[] = [];
      for (const id of ids) {
        const before = held.get(id);
        const reason = refusalFor(actor, before) ?? (worker && before && !fits(worker, before) ? "assignee" : null);
        if (reason || !before) refused.push({ id, reason: reason ?? "not_found" });
        else if (differs(before, body, worker)) changes.push({ before, step: stepOf(before, body, worker) });
      }
      if (body.mode === "all" && refused.length > 0) {
        throw conflict(`${refused.length} of ${ids.length} cannot be changed, so none was.`, "refused");
      }
      const unaffected = ids.length - refused.length - changes.length;
      if (changes.length === 0)
        return unchanged<BulkResult>({ changed: 0, unchanged: unaffected, refused, undo: null });
      await setWork(
        client,
        changes.map(({ step }) => step),
        { actorId: userId, at },
      );
      const undo = await keep(client, userId, changes, at);
      await tell(client, actor, changes, worker, at);
      note({
        action: "finding.bulk",
        target: `findings:${changes.length}`,
        detail: {
          ...(body.work && { work: body.work }),
          ...(body.assignee !== undefined && { assignee: worker?.id ?? null }),
          findings: changes.slice(0, 100).map(({ before }) => before.id),
        },
      });
      return { changed: changes.length, unchanged: unaffected, refused, undo };
    }),
  );
}

const fits = (worker: Worker, { teamIds }: HeldFinding) => mayWorkOn(worker, teamIds);

function differs(before: HeldFinding, { work, assignee }: BulkBody, worker: Worker | null): boolean {
  return (
    (work !== undefined && works.code(work) !== before.work) ||
    (assignee !== undefined && (worker?.id ?? null) !== before.assigneeId)
  );
}

function stepOf({ id }: HeldFinding, { work, assignee }: BulkBody, worker: Worker | null): TriageStep {
  return {
    id,
    ...(work !== undefined && { work: works.code(work) }),
    ...(assignee !== undefined && { assigneeId: worker?.id ?? null }),
  };
}

/** What they were and are, for an hour; returns the token to undo it. */
async function keep(client: PoolClient, actorId: number, changes: readonly Change[], at: Date): Promise<string> {
  const token = randomSecret();
  await client.query(`DELETE FROM bulk_change WHERE at < $1::timestamptz - interval '${24 * UNDO_HOURS} hours'`, [at]);
  await client.query(
    `INSERT INTO bulk_change (id, actor_id, at, finding_ids, works_before, works_after, assignees_before, assignees_after)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      digest(token),
      actorId,
      at,
      changes.map(({ before }) => before.id),
      changes.map(({ before }) => before.work),
      changes.map(({ before, step }) => step.work ?? before.work),
      changes.map(({ before }) => before.assigneeId ?? 0),
      changes.map(({ before, step }) => (step.assigneeId === undefined ? before.assigneeId : step.assigneeId) ?? 0),
    ],
  );
  return token;
}

/** Whoever was given work by somebody else hears of it once, however much it is. */
async function tell(client: PoolClient, actor: Actor, changes: readonly Change[], worker: Worker | null, at: Date) {
  const given =
    worker && worker.id !== actorUserId(actor) ? changes.filter((c) => c.before.assigneeId !== worker.id) : [];
  const [first] = given;
  if (!worker || !first) return;
  await raise(client, {
    kind: "assigned",
    subject: `finding:${first.before.id}`,
    at,
    actorId: actorUserId(actor),
    teamIds: first.before.teamIds,
    userIds: [worker.id],
    data: { title: given.length > 1 ? `${first.before.rule} and ${given.length - 1} more` : first.before.rule },
  });
}
