import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { conflict, forbidden, invalid } from "@/lib/authz/refusal";
import { axes, presences, type Work, works } from "@/lib/domain/vocabulary";
import { lockFoundOn } from "@/lib/ingest/locks";
import { unchanged, write } from "../audit/write";
import { raise } from "../notice/raise";
import { mayWorkOn, workerOf } from "./assignee";
import { orBusy } from "./hold";
import { findingForTriage, type TriageFinding } from "./load";
import { setWork } from "./set-work";

export interface TriageChange {
  work?: Work;
  /** Id of a user, "me", or null to release. */
  assignee?: number | "me" | null;
}

/**
 * Claims, assigns or moves a finding along; each change is a row of its journal. Only people work on findings, and
 * only on present ones. Throws not_found, forbidden, invalid, conflict, and `unavailable` while a long import holds it.
 * @param at when it takes effect; sample data tells of days that are past
 */
export async function triage(actor: Actor, asked: string, change: TriageChange, at = new Date()): Promise<void> {
  if (actor.kind === "token") throw forbidden("Only a signed-in person works on findings.");
  await orBusy(
    write(actor, async (client, note) => {
      const before = change.work === undefined ? null : await holdMerge(client, actor, asked);
      const finding = await findingForTriage(client, actor, asked, true);
      const { id } = finding;
      // The owner may have changed while this waited; who may not touch it any more was refused above.
      if (before && before.subjectId !== finding.subjectId) throw conflict("This finding just moved. Try again.");
      const detail: Record<string, unknown> = {};
      if (change.work !== undefined && works.code(change.work) !== finding.work) {
        if (presences.word(finding.presence) !== "present") throw conflict("This finding is closed.", "closed");
        await setWork(client, [{ id, work: works.code(change.work) }], { actorId: actorUserId(actor), at });
        detail.work = { before: works.word(finding.work), after: change.work };
      }
      if (change.assignee !== undefined) {
        const assignee = await assigneeOf(client, actor, finding, change.assignee);
        if (assignee !== finding.assigneeId) {
          await client.query("UPDATE finding SET assignee_id = $2 WHERE id = $1", [id, assignee]);
          await journal(client, actor, { id, before: finding.assigneeId, after: assignee, at });
          await raise(client, {
            ...{ kind: "assigned", subject: `finding:${id}`, teamIds: finding.teamIds, userIds: [assignee], at },
            ...{ actorId: actorUserId(actor), data: { title: finding.rule, by: actor.name } },
          });
          detail.assignee = { before: finding.assigneeId, after: assignee };
        }
      }
      if (Object.keys(detail).length === 0) return unchanged(undefined);
      note({ action: "finding.triage", target: `finding:${id} ${finding.rule}`, detail });
    }),
    "this finding",
  );
}

/** Keeps merges off the finding until the end of the transaction; waits for one that is in hand, but not for long. */
async function holdMerge(client: PoolClient, actor: Actor, id: string): Promise<TriageFinding> {
  const finding = await findingForTriage(client, actor, id);
  await client.query("SET LOCAL lock_timeout = '10s'");
  await lockFoundOn(client, new Map([[finding.subjectId, finding.subjectCluster]]));
  return finding;
}

/** Whoever works on it must be able to see it: a member of one of its teams, or somebody of security. */
async function assigneeOf(
  client: PoolClient,
  actor: Actor,
  finding: TriageFinding,
  wanted: number | "me" | null,
): Promise<number | null> {
  if (wanted === null) return null;
  const worker = await workerOf(client, actor, wanted);
  if (!worker || !mayWorkOn(worker, finding.teamIds))
    throw invalid("Only members of its team, or security, can work on this finding.", "body.assignee");
  return worker.id;
}

async function journal(
  client: PoolClient,
  actor: Actor,
  { id, before, after, at }: { id: string; before: number | null; after: number | null; at: Date },
): Promise<void> {
  await client.query(
    `INSERT INTO finding_event (finding_id, axis, before, after, observed_at, actor_id) VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, axes.code("assignee"), before, after, at, actorUserId(actor)],
  );
}
