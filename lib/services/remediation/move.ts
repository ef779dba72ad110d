import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { conflict, invalid } from "@/lib/authz/refusal";
import {
  personTransitions,
  type RemediationTransition,
  remediationTransition,
} from "@/lib/domain/remediation/transitions";
import { type RemediationState, remediationStates } from "@/lib/domain/vocabulary";
import { write } from "../audit/write";
import { mayWorkOn, type Worker, workerOf } from "../finding/assignee";
import { orBusy } from "../finding/hold";
import { followWork, holdItems } from "./follow-work";
import { journal } from "./journal";
import { type HeldRemediation, remediationToChange, targetOf, tooLate } from "./load";
import { tellAssigned } from "./tell-assigned";
import { watch } from "./watch";

export interface Move {
  to: RemediationState;
  /** That they saw; null: whichever, for what the installation does itself. */
  version: number | null;
  reason?: string;
  assignee?: number | "me" | null;
}

/**
 * Takes a remediation a step further, by the table of transitions and by nothing else; the work of its findings goes
 * along. Whoever starts what is nobody's takes it. Of several at once one wins: the others get a conflict.
 * Throws not_found, forbidden, invalid (no reason where one is needed), conflict (`illegal`: no such step; `stale`), `unavailable`.
 */
export async function moveRemediation(actor: Actor, id: number, move: Move, at = new Date()): Promise<void> {
  return orBusy(
    write(actor, async (client, note) => {
      const before = await remediationToChange(client, actor, id, move.version);
      const step = legal(before.state, move);
      const worker = await workerFor(client, actor, before, move);
      const moved = await apply(client, before, { ...move, at, actorId: actorUserId(actor), worker });
      const findings = await holdItems(client, id);
      const passes = worker !== undefined && (worker?.id ?? null) !== before.assigneeId;
      await followWork(client, findings, {
        remediation: before,
        state: move.to,
        actor,
        at: moved.at,
        ...(passes && { worker }),
      });
      await watch(client, id, move.to);
      if (passes && worker) await tellAssigned(client, actor, before, worker.id, moved.at);
      // Reports may have shown it gone before anybody said so.
      await client.query("SELECT remediation_touch(ARRAY[$1::int])", [id]);
      note({
        action: "remediation.move",
        target: targetOf(before),
        detail: {
          state: { before: before.state, after: move.to },
          ...(step.needsReason && { reason: move.reason }),
          ...(passes && { assignee: { before: before.assigneeId, after: worker?.id ?? null } }),
        },
      });
    }),
  );
}

function legal(from: RemediationState, { to, reason }: Move): RemediationTransition {
  const step = remediationTransition(from, to, "person");
  if (!step) {
    const possible = personTransitions(from).map((t) => t.to);
    const next = possible.length === 0 ? "only a report can change it" : `possible now: ${possible.join(", ")}`;
    throw conflict(
      `It is ${from.replaceAll("_", " ")} and cannot become ${to.replaceAll("_", " ")}; ${next}.`,
      "illegal",
    );
  }
  if (step.needsReason && !reason?.trim()) throw invalid("Say why.", "body.reason");
  return step;
}

/** Whose it is after the step; undefined: it stays. */
async function workerFor(
  client: PoolClient,
  actor: Actor,
  before: HeldRemediation,
  { to, assignee }: Move,
): Promise<Worker | null | undefined> {
  const claims = to === "in_progress" && before.assigneeId === null && actor.kind === "user";
  const wanted = assignee === undefined && claims ? "me" : assignee;
  if (wanted === undefined || wanted === null) return wanted;
  const worker = await workerOf(client, actor, wanted);
  if (!worker || !mayWorkOn(worker, [before.teamId]))
    throw invalid("Only members of its team, or security, can work on it.", "body.assignee");
  return worker;
}

interface Applied extends Move {
  actorId: number | null;
  worker: Worker | null | undefined;
  at: Date;
}

/** The conditional update, and what the history says of it. Never earlier than the step before. */
async function apply(client: PoolClient, before: HeldRemediation, move: Applied): Promise<{ at: Date }> {
  const { id, version, state } = before;
  const assigneeId = move.worker === undefined ? before.assigneeId : (move.worker?.id ?? null);
  const { rows } = await client.query<{ at: Date }>(
    `UPDATE remediation SET state = $4::smallint, version = version + 1, state_at = greatest(state_at, $5::timestamptz), reason = $6, assignee_id = $7,
       claimed_at = CASE WHEN $4::smallint = ${remediationStates.code("awaiting_verification")} THEN greatest(state_at, $5::timestamptz) END
     WHERE id = $1 AND state = $2 AND version = $3 RETURNING state_at AS at`,
    [
      id,
      remediationStates.code(state),
      version,
      remediationStates.code(move.to),
      move.at,
      move.reason?.trim() || null,
      assigneeId,
    ],
  );
  const [row] = rows;
  if (!row) throw tooLate();
  const step = { remediationId: id, version: version + 1, actorId: move.actorId, at: row.at };
  await journal(client, [
    {
      ...step,
      axis: "state",
      before: remediationStates.code(state),
      after: remediationStates.code(move.to),
      text: move.reason?.trim() || null,
    },
    ...(assigneeId === before.assigneeId
      ? []
      : [{ ...step, axis: "assignee" as const, before: before.assigneeId, after: assigneeId }]),
  ]);
  return row;
}
