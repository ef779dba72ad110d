import { type Actor, actorUserId } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import { conflict, invalid } from "@/lib/authz/refusal";
import type { Refused, RemediationCreate } from "@/lib/client/contract/remediation";
import { write } from "../audit/write";
import { mayWorkOn, workerOf } from "../finding/assignee";
import { type HeldFinding, orBusy } from "../finding/hold";
import { teamFor } from "../team/find";
import { followWork } from "./follow-work";
import { addItems, judgeItems } from "./items";
import { journal, journalItems, secondsOf } from "./journal";
import { mustBePerson, targetOf } from "./load";
import { selectFindings } from "./select";
import { tellAssigned } from "./tell-assigned";
import { watch } from "./watch";

/**
 * Plans a fix for a team: of a fix, or of any findings that the actor may work on and the team can see. What cannot be
 * planned is named; a finding is in one active remediation at most.
 * Throws not_found, forbidden, invalid, conflict (nothing is left to plan), `unavailable`.
 * @param at when; sample data tells of days that are past
 */
export async function createRemediation(
  actor: Actor,
  body: RemediationCreate,
  at = new Date(),
): Promise<{ id: number; refused: Refused[] }> {
  mustBePerson(actor);
  authorize(actor, "remediations.write");
  return orBusy(
    write(actor, async (client, note) => {
      const { id: teamId } = await teamFor(actor, body.team, "remediations.write", client);
      const worker = body.assignee == null ? null : await workerOf(client, actor, body.assignee);
      if (body.assignee != null && !(worker && mayWorkOn(worker, [teamId])))
        throw invalid("Only members of the team, or security, can work on it.", "body.assignee");

      const selection = await selectFindings(client, actor, body, teamId);
      const { taken, refused: some } = await judgeItems(client, actor, selection.ids, { teamId, remediationId: null });
      const refused = [...some, ...selection.others.map((id): Refused => ({ id, reason: "other_team" }))];
      if (taken.length === 0) throw conflict(nothingLeft(refused), "nothing_to_plan");
      const title = body.title ?? selection.title ?? titleOf(taken);
      const { rows } = await client.query<{ id: number }>(
        `INSERT INTO remediation (title, team_id, assignee_id, fix_id, due_at, created_by, created_at, state_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING id`,
        [title, teamId, worker?.id ?? null, selection.fixId, body.dueAt ?? null, actorUserId(actor), at],
      );
      const id = rows[0]?.id ?? 0;
      const ids = taken.map((finding) => finding.id);
      await addItems(client, id, ids, at);
      const step = { remediationId: id, version: 0, actorId: actorUserId(actor), at };
      await journal(client, [
        { ...step, axis: "created", text: title },
        ...(worker ? [{ ...step, axis: "assignee" as const, after: worker.id }] : []),
        ...(body.dueAt ? [{ ...step, axis: "due" as const, after: secondsOf(new Date(body.dueAt)) }] : []),
      ]);
      await journalItems(client, { ...step, axis: "items_added" }, ids);
      if (worker) await followWork(client, taken, { remediation: { id, assigneeId: null }, worker, actor, at });
      await client.query("SELECT remediation_recount(ARRAY[$1::int])", [id]);
      await watch(client, id, "todo");
      if (worker) await tellAssigned(client, actor, { id, title, teamId }, worker.id, at);
      note({
        action: "remediation.create",
        target: targetOf({ id, title }),
        detail: { team: body.team, findings: ids.length, assignee: worker?.id ?? null, due: body.dueAt ?? null },
      });
      return { id, refused };
    }),
  );
}

function titleOf(taken: readonly HeldFinding[]): string {
  const rules = new Set(taken.map(({ rule }) => rule));
  const [rule] = rules;
  return rules.size === 1 && rule
    ? taken.length === 1
      ? rule
      : `${rule}: ${taken.length} findings`
    : `${taken.length} findings`;
}

function nothingLeft(refused: readonly Refused[]): string {
  const all = (reason: Refused["reason"]) => refused.every((r) => r.reason === reason);
  if (all("planned")) return "All of these findings are planned already.";
  if (all("other_team")) return "None of these findings is of that team.";
  if (all("closed")) return "All of these findings are closed.";
  return "None of these findings can be planned.";
}
