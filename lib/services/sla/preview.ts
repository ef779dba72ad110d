import type { Actor } from "@/lib/authz/actor";
import { authorize } from "@/lib/authz/can";
import type { SlaPolicyBody, SlaPreview } from "@/lib/client/contract/sla";
import { pool } from "@/lib/db/pool";
import { policyArrays } from "./policy";

/** What saving a policy would do to the due dates of all findings that are there, by the rule of due_recompute(). */
export async function previewSla(actor: Actor, policy: SlaPolicyBody, now = new Date()): Promise<SlaPreview> {
  authorize(actor, "sla.write");
  const { names, days } = policyArrays(policy);
  const { rows } = await pool().query<SlaPreview>(
    `SELECT count(*) FILTER (WHERE days IS DISTINCT FROM due_days)::int AS changed,
       count(*) FILTER (WHERE days < due_days)::int AS earlier, count(*) FILTER (WHERE days > due_days)::int AS later,
       count(*) FILTER (WHERE due_days IS NULL AND days IS NOT NULL)::int AS gain,
       count(*) FILTER (WHERE due_days IS NOT NULL AND days IS NULL)::int AS lose,
       count(*) FILTER (WHERE open AND due_at < $3)::int AS "breachedNow",
       count(*) FILTER (WHERE open AND due_at - due_span(due_days) + due_span(days) < $3)::int AS "breachedThen"
     FROM (SELECT f.due_at, f.due_days, f.state < 4 AS open, CASE WHEN f.fix_state NOT IN (1, 2)
         THEN ($2::int[])[due_row($1, c.environment) + f.severity * 2 + (f.flags & 1)] END AS days
       FROM finding f LEFT JOIN cluster c ON c.id = f.cluster_id WHERE f.presence = 0) f`,
    [names, days, now],
  );
  return rows[0] as SlaPreview;
}
