import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { conflict } from "@/lib/authz/refusal";
import type { Refused } from "@/lib/client/contract/remediation";
import { activeStates } from "@/lib/domain/remediation/transitions";
import { remediationStates } from "@/lib/domain/vocabulary";
import { write } from "../audit/write";
import { workerOf } from "../finding/assignee";
import { type HeldFinding, holdFindings, orBusy } from "../finding/hold";
import { distinct, refusalFor } from "../finding/judge";
import { followWork, itemIds } from "./follow-work";
import { journalItems } from "./journal";
import { remediationToChange, targetOf, tooLate } from "./load";
import { watch } from "./watch";

export interface Judged {
  taken: HeldFinding[];
  refused: Refused[];
}

/**
 * Which of the findings can be items of a remediation of that team: those that are there, that the actor may work on,
 * that the team can see, and that no other active remediation has. Holds all of them.
 */
export async function judgeItems(
  client: PoolClient,
  actor: Actor,
  ids: readonly string[],
  of: { teamId: number; remediationId: number | null },
): Promise<Judged> {
  const held = await holdFindings(client, ids);
  const planned = await plannedElsewhere(client, ids, of.remediationId);
  const taken: HeldFinding[] = [];
  const refused: Refused[] = [];
  for (const id of ids) {
    const finding = held.get(id);
    const reason =
      refusalFor(actor, finding) ??
      (!finding?.teamIds.includes(of.teamId) ? "other_team" : planned.has(id) ? "planned" : null);
    if (reason || !finding) refused.push({ id, reason: reason ?? "not_found" });
    else taken.push(finding);
  }
  return { taken, refused };
}

async function plannedElsewhere(client: PoolClient, ids: readonly string[], except: number | null) {
  const { rows } = await client.query<{ id: string }>(
    `SELECT DISTINCT i.finding_id::text AS id FROM unnest($1::bigint[]) g(id)
     CROSS JOIN LATERAL (SELECT * FROM remediation_item WHERE finding_id = g.id OFFSET 0) i
     JOIN remediation r ON r.id = i.remediation_id WHERE r.state = ANY ($2::smallint[]) AND r.id IS DISTINCT FROM $3::int`,
    [ids, activeStates.map((state) => remediationStates.code(state)), except],
  );
  return new Set(rows.map(({ id }) => id));
}

export async function addItems(client: PoolClient, remediationId: number, ids: readonly string[], at: Date) {
  await client.query(
    `INSERT INTO remediation_item (remediation_id, finding_id, added_at) SELECT $1, u, $3 FROM unnest($2::bigint[]) u ORDER BY u
     ON CONFLICT DO NOTHING`,
    [remediationId, ids, at],
  );
}

export interface ItemsChange {
  version: number;
  add?: readonly string[];
  remove?: readonly string[];
}

/**
 * Adds findings to a remediation and takes others out of it; their work follows. Returns what could not be added.
 * Throws not_found, forbidden, conflict, `unavailable`.
 */
export async function changeItems(
  actor: Actor,
  id: number,
  change: ItemsChange,
  at = new Date(),
): Promise<{ refused: Refused[] }> {
  return orBusy(
    write(actor, async (client, note) => {
      const before = await remediationToChange(client, actor, id, change.version);
      if (!activeStates.includes(before.state)) throw conflict("It is closed: plan it again first.", "closed");
      const have = new Set(await itemIds(client, id));
      const remove = distinct(change.remove ?? []).filter((finding) => have.has(finding));
      const add = distinct(change.add ?? []).filter((finding) => !have.has(finding));
      const { taken, refused } = await judgeItems(client, actor, [...add, ...remove], {
        teamId: before.teamId,
        remediationId: id,
      });
      const added = taken.filter((finding) => !have.has(finding.id));
      // What has left the team, or is closed, can be taken out as well.
      const gone = remove.filter((finding) => refused.find((r) => r.id === finding)?.reason !== "not_found");
      const left = taken.filter((finding) => have.has(finding.id));
      const named = refused.filter((r) => !gone.includes(r.id));
      if (added.length + gone.length === 0) throw conflict("None of these findings can be added or taken out.");

      const version = before.version + 1;
      const { rowCount } = await client.query("UPDATE remediation SET version = $3 WHERE id = $1 AND version = $2", [
        id,
        before.version,
        version,
      ]);
      if (!rowCount) throw tooLate();
      const step = { remediationId: id, version, actorId: actorUserId(actor), at };
      await addItems(client, id, added.map(idOf), at);
      await client.query("DELETE FROM remediation_item WHERE remediation_id = $1 AND finding_id = ANY ($2::bigint[])", [
        id,
        gone,
      ]);
      await journalItems(client, { ...step, axis: "items_added" }, added.map(idOf));
      await journalItems(client, { ...step, axis: "items_removed" }, gone);
      const worker = before.assigneeId === null ? null : await workerOf(client, actor, before.assigneeId);
      await followWork(client, added, {
        remediation: before,
        state: before.state,
        actor,
        at,
        ...(worker && { worker }),
      });
      await followWork(client, left, { remediation: before, state: "todo", worker: null, actor, at });
      await client.query("SELECT remediation_recount(ARRAY[$1::int]), remediation_touch(ARRAY[$1::int])", [id]);
      await watch(client, id, before.state);
      note({
        action: "remediation.items",
        target: targetOf(before),
        detail: { added: added.length, removed: gone.length },
      });
      return { refused: named };
    }),
  );
}

const idOf = ({ id }: HeldFinding) => id;
