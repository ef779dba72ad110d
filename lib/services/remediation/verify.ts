import type { Pool, PoolClient } from "pg";
import { systemActor } from "@/lib/authz/actor";
import { transaction } from "@/lib/db/transaction";
import { evidenceMove, type ItemEvidence } from "@/lib/domain/remediation/evidence";
import { type RemediationState, remediationStates } from "@/lib/domain/vocabulary";
import { raise } from "../notice/raise";
import { followWork, holdItems } from "./follow-work";
import { journal, journalItems } from "./journal";
import { type HeldRemediation, holdRemediation } from "./load";
import { watch } from "./watch";

/** Whoever moves findings along when evidence does. */
const evidence = systemActor("verification");

/**
 * The job that judges the evidence of remediations that something happened to (remediation_touched): counts their items
 * anew, and verifies, sends back or reopens. Each in a transaction of its own, which also takes the note away, so that
 * whoever is killed here leaves it for the next; of two at once the second finds nothing to do.
 */
export async function verifyTouched(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ id: number }>(
    "SELECT DISTINCT remediation_id AS id FROM remediation_touched ORDER BY 1",
  );
  for (const { id } of rows) await transaction((client) => judge(client, id), pool);
}

async function judge(client: PoolClient, id: number): Promise<void> {
  const held = await holdRemediation(client, id);
  // Every statement sees what was there when it began: what is counted below is at least as new as the notes taken here.
  const { rowCount } = await client.query("DELETE FROM remediation_touched WHERE remediation_id = $1", [id]);
  if (!held || !rowCount) return;
  await client.query("SELECT remediation_recount(ARRAY[$1::int])", [id]);
  await watch(client, id, held.state);
  if (evidenceMove(held.state, await evidenceOf(client, held)) === null) return;
  // Merges are kept off from here on, and what they did meanwhile is looked at again.
  const findings = await holdItems(client, id);
  const items = await evidenceOf(client, held);
  const to = evidenceMove(held.state, items);
  if (to === null) return;
  await client.query("SELECT remediation_recount(ARRAY[$1::int])", [id]);
  const at = await apply(client, held, to, items);
  await followWork(client, findings, { remediation: held, state: to, actor: evidence, at });
  await watch(client, id, to);
}

interface Evidence extends ItemEvidence {
  refutedIds: string[];
  openIds: string[];
  /** When the latest of what decides took effect. */
  fixedAt: Date | null;
  openAt: Date | null;
  refutedAt: Date | null;
}

/** How the items stand that the team can see: what went to another team is no longer for this one to fix. */
async function evidenceOf(client: PoolClient, { id, teamId, claimedAt }: HeldRemediation): Promise<Evidence> {
  const { rows } = await client.query<Omit<Evidence, "refuted" | "refutedIds" | "refutedAt">>(
    `SELECT count(*) FILTER (WHERE presence = 0 AND decision = 0)::int AS open, count(*) FILTER (WHERE presence IN (1, 2, 3))::int AS fixed,
       count(*) FILTER (WHERE presence = 0 AND decision <> 0)::int AS excepted, count(*) FILTER (WHERE presence > 3)::int AS unproven,
       coalesce(array_agg(f.id::text) FILTER (WHERE presence = 0 AND decision = 0), '{}') AS "openIds",
       max(state_at) FILTER (WHERE presence IN (1, 2, 3)) AS "fixedAt", max(state_at) FILTER (WHERE presence = 0 AND decision = 0) AS "openAt"
     FROM remediation_item i CROSS JOIN LATERAL (SELECT * FROM finding WHERE id = i.finding_id OFFSET 0) f
     WHERE i.remediation_id = $1 AND (f.team_id = $2 OR f.fix_team_id = $2)`,
    [id, teamId],
  );
  const [row] = rows;
  if (!row) throw new Error("an aggregate without a row");
  const refuted =
    claimedAt === null || row.open === 0
      ? []
      : (
          await client.query<{ id: string; at: Date }>(
            "SELECT finding_id::text AS id, at FROM remediation_refuted($1::bigint[], $2) ORDER BY at",
            [row.openIds, claimedAt],
          )
        ).rows;
  return {
    ...row,
    refuted: refuted.length,
    refutedIds: refuted.map((item) => item.id),
    refutedAt: refuted.at(-1)?.at ?? null,
  };
}

/** Writes the move down and tells whom it concerns; returns when it took effect. */
async function apply(client: PoolClient, held: HeldRemediation, to: RemediationState, items: Evidence): Promise<Date> {
  const { id, version, state, title, teamId, assigneeId } = held;
  const seen = to === "verified" ? items.fixedAt : to === "todo" ? items.openAt : items.refutedAt;
  const text =
    to === "verified"
      ? null
      : to === "todo"
        ? "Findings are there again."
        : "A later complete report still shows findings.";
  const { rows } = await client.query<{ at: Date }>(
    `UPDATE remediation SET state = $4::smallint, version = version + 1, state_at = greatest(state_at, $5::timestamptz), claimed_at = NULL, reason = $6,
       sent_back = sent_back + $7, reopened = reopened + $8
     WHERE id = $1 AND state = $2 AND version = $3 RETURNING state_at AS at`,
    [
      id,
      remediationStates.code(state),
      version,
      remediationStates.code(to),
      seen,
      text,
      to === "in_progress" ? 1 : 0,
      to === "todo" ? 1 : 0,
    ],
  );
  const at = rows[0]?.at;
  if (!at) throw new Error(`remediation ${id} was changed while it was held`);
  const step = { remediationId: id, version: version + 1, actorId: null, at };
  await journal(client, [
    { ...step, axis: "state", before: remediationStates.code(state), after: remediationStates.code(to), text },
  ]);
  if (to === "in_progress") await journalItems(client, { ...step, axis: "items_refuted" }, items.refutedIds);
  if (to === "todo") await journalItems(client, { ...step, axis: "items_returned" }, items.openIds);
  await raise(client, {
    kind: to === "verified" ? "remediation_verified" : "remediation_sent_back",
    subject: `remediation:${id}`,
    at,
    teamIds: [teamId],
    userIds: [assigneeId],
    data: { title, reason: text },
  });
  return at;
}
