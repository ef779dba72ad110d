import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { invalid } from "@/lib/authz/refusal";
import type { RemediationPatch } from "@/lib/client/contract/remediation";
import { unchanged, write } from "../audit/write";
import { mayWorkOn, workerOf } from "../finding/assignee";
import { orBusy } from "../finding/hold";
import { teamFor } from "../team/find";
import { followWork, holdItems } from "./follow-work";
import { journal, type Step, secondsOf } from "./journal";
import { type HeldRemediation, remediationToChange, targetOf, tooLate } from "./load";
import { tellAssigned } from "./tell-assigned";

/**
 * Changes title, team, assignee or due date. Whoever it is given to has to be able to see it; what goes to another team
 * is nobody's there, unless somebody is named. Throws not_found, forbidden, invalid, conflict (`stale`), `unavailable`.
 */
export async function patchRemediation(
  actor: Actor,
  id: number,
  patch: RemediationPatch,
  at = new Date(),
): Promise<void> {
  return orBusy(
    write(actor, async (client, note) => {
      const before = await remediationToChange(client, actor, id, patch.version);
      const after = await changed(client, actor, before, patch);
      const steps = stepsOf(before, after);
      if (steps.length === 0) return unchanged(undefined);
      const version = before.version + 1;
      const { rowCount } = await client.query(
        `UPDATE remediation SET title = $4, team_id = $5, assignee_id = $6, due_at = $7, version = $3 WHERE id = $1 AND version = $2`,
        [id, before.version, version, after.title, after.teamId, after.assigneeId, after.dueAt],
      );
      if (!rowCount) throw tooLate();
      const actorId = actorUserId(actor);
      await journal(
        client,
        steps.map((step) => ({ ...step, remediationId: id, version, actorId, at })),
      );
      if (after.assigneeId !== before.assigneeId) {
        const worker = after.assigneeId === null ? null : await workerOf(client, actor, after.assigneeId);
        await followWork(client, await holdItems(client, id), { remediation: before, worker, actor, at });
        if (after.assigneeId !== null) await tellAssigned(client, actor, { id, ...after }, after.assigneeId, at);
      }
      await client.query("SELECT remediation_touch(ARRAY[$1::int])", [id]);
      note({
        action: "remediation.change",
        target: targetOf(before),
        detail: Object.fromEntries(
          steps.map((step) => [step.axis, { before: step.before ?? null, after: step.after ?? step.text ?? null }]),
        ),
      });
    }),
  );
}

type Fields = Pick<HeldRemediation, "title" | "teamId" | "assigneeId" | "dueAt">;

async function changed(
  client: PoolClient,
  actor: Actor,
  before: HeldRemediation,
  { title, team, assignee, dueAt }: RemediationPatch,
): Promise<Fields> {
  const teamId = team === undefined ? before.teamId : (await teamFor(actor, team, "remediations.write", client)).id;
  const worker = assignee == null ? null : await workerOf(client, actor, assignee);
  if (assignee != null && !(worker && mayWorkOn(worker, [teamId])))
    throw invalid("Only members of its team, or security, can work on it.", "body.assignee");
  const keeps = assignee === undefined && teamId === before.teamId;
  return {
    title: title ?? before.title,
    teamId,
    assigneeId: keeps ? before.assigneeId : (worker?.id ?? null),
    dueAt: dueAt === undefined ? before.dueAt : dueAt === null ? null : new Date(dueAt),
  };
}

function stepsOf(before: Fields, after: Fields): Pick<Step, "axis" | "before" | "after" | "text">[] {
  const steps: Pick<Step, "axis" | "before" | "after" | "text">[] = [];
  if (before.title !== after.title) steps.push({ axis: "title", text: after.title });
  if (before.teamId !== after.teamId) steps.push({ axis: "team", before: before.teamId, after: after.teamId });
  if (before.assigneeId !== after.assigneeId)
    steps.push({ axis: "assignee", before: before.assigneeId, after: after.assigneeId });
  if (before.dueAt?.getTime() !== after.dueAt?.getTime())
    steps.push({ axis: "due", before: secondsOf(before.dueAt), after: secondsOf(after.dueAt) });
  return steps;
}
