import type { Pool } from "pg";
import { axes, fixStates, states } from "@/lib/domain/vocabulary";
import { type TriageChange, triage } from "@/lib/services/finding/triage";
import type { Clock } from "../clock";
import { type Task, tasksOf } from "../company/work";
import { actorOf } from "./actor";

/** Lets people take up what a day brings for them, through the same service as the screens. May be repeated. */
export async function workOf(pool: Pool, ago: number, clock: Clock): Promise<void> {
  for (const [index, task] of tasksOf(ago).entries()) await take(pool, task, clock.at(ago, 14 + index / 10));
}

/** @param at the same in every run, so that one knows what an interrupted run had done */
async function take(pool: Pool, { who, team, most, work, assignee, rule }: Task, at: Date): Promise<void> {
  const actor = await actorOf(pool, who);
  const done = await pool.query<{ n: number }>(
    "SELECT count(DISTINCT finding_id)::int AS n FROM finding_event WHERE actor_id = $1 AND observed_at = $2 AND axis = ANY ($3::smallint[])",
    [actor.id, at, [axes.code("work"), axes.code("assignee")]],
  );
  // What is to be verified was begun before; everything else was not.
  const begun = work === "awaiting_verification";
  const { rows } = await pool.query<{ id: string }>(
    `SELECT f.id::text FROM finding f JOIN team t ON t.id = f.fix_team_id JOIN rule r ON r.id = f.rule_id
       JOIN subject s ON s.id = f.subject_id
     WHERE t.slug = $1 AND f.state = $2 AND (f.assignee_id = $6) IS NOT DISTINCT FROM $7 AND f.severity >= 3 AND f.fix_state = $5
       AND ($3::text IS NULL OR r.code = $3)
     ORDER BY f.points DESC, r.code, s.key, f.place_id LIMIT $4`,
    [
      team,
      states.code(begun ? "in_progress" : "open"),
      rule ?? null,
      Math.max(0, most - (done.rows[0]?.n ?? 0)),
      fixStates.code("available"),
      actor.id,
      begun ? true : null,
    ],
  );
  const to = assignee === undefined ? "me" : (await actorOf(pool, assignee)).id;
  for (const { id } of rows) await triage(actor, id, { work, assignee: to } satisfies TriageChange, at);
}
