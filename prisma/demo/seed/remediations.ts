import type { Pool } from "pg";
import { kinds } from "@/lib/domain/vocabulary";
import { commentRemediation } from "@/lib/services/remediation/comment";
import { createRemediation } from "@/lib/services/remediation/create";
import { moveRemediation } from "@/lib/services/remediation/move";
import { verifyTouched } from "@/lib/services/remediation/verify";
import type { Clock } from "../clock";
import { type Plan, type PlanStep, plans } from "../company/remediations";
import { actorOf } from "./actor";

/**
 * What a day brings for planned fixes, through the same services as the screens: evidence is judged, then people plan, and
 * take their steps. May be repeated: what was done on that day by that person is not done again.
 */
export async function remediationsOf(pool: Pool, ago: number, clock: Clock): Promise<void> {
  await verifyTouched(pool);
  for (const [index, plan] of plans.entries()) {
    const of = (hour: number) => clock.at(ago, hour + index / 20);
    if (plan.ago === ago) await planned(pool, plan, of(15));
    for (const step of plan.steps) if (step.ago === ago) await taken(pool, plan, step, of(16));
  }
  await verifyTouched(pool);
}

const idOf = async (pool: Pool, { title }: Plan): Promise<{ id: number; version: number; state: number } | undefined> =>
  (await pool.query("SELECT id, version, state FROM remediation WHERE title = $1", [title])).rows[0];

async function planned(pool: Pool, plan: Plan, at: Date): Promise<void> {
  if (await idOf(pool, plan)) return;
  const { rows } = await pool.query<{ id: string }>(
    `SELECT f.id::text FROM finding f JOIN team t ON t.id = f.fix_team_id JOIN rule r ON r.id = f.rule_id JOIN subject s ON s.id = f.subject_id
     WHERE t.slug = $1 AND f.presence = 0 AND f.decision = 0 AND f.kind = $2 AND ($3::text IS NULL OR r.code = $3 OR s.name LIKE '%' || $3 || '%')
       AND NOT EXISTS (SELECT 1 FROM remediation_item i WHERE i.finding_id = f.id)
     ORDER BY f.points DESC, r.code, s.key, f.place_id LIMIT $4`,
    [plan.team, kinds.code(plan.kind), plan.about ?? null, plan.most],
  );
  // A slice of the demo may have none of them.
  if (rows.length === 0) return;
  const { team, title, dueIn, assignee } = plan;
  const actor = await actorOf(pool, plan.who);
  const dueAt = dueIn === undefined ? null : new Date(at.getTime() + dueIn * 86_400_000).toISOString();
  const findingIds = rows.map(({ id }) => id);
  const to = assignee === undefined ? undefined : (await actorOf(pool, assignee)).id;
  await createRemediation(actor, { findingIds, team, title, dueAt, assignee: to }, at);
}

async function taken(pool: Pool, plan: Plan, { who, to, reason, says }: PlanStep, at: Date): Promise<void> {
  const found = await idOf(pool, plan);
  if (!found) return;
  const actor = await actorOf(pool, who);
  const done = await pool.query(
    `SELECT 1 FROM remediation_event WHERE remediation_id = $1 AND actor_id = $2 AND at = $3
     UNION ALL SELECT 1 FROM remediation_comment WHERE remediation_id = $1 AND author_id = $2 AND at = $3`,
    [found.id, actor.id, at],
  );
  if (done.rowCount) return;
  if (says) await commentRemediation(actor, found.id, { text: says }, at);
  // Reports may have been faster: then there is no such step any more.
  if (to) await moveRemediation(actor, found.id, { to, version: null, reason }, at).catch(ifIllegal);
}

function ifIllegal(error: unknown): void {
  if (!(error instanceof Error && error.name === "Refusal")) throw error;
}
