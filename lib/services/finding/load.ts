import type { PoolClient } from "pg";
import type { Actor } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import { forbidden, notFound } from "@/lib/authz/refusal";

/** What triage needs to know of a finding. */
export interface TriageFinding {
  id: string;
  rule: string;
  subjectId: number;
  /** 0 for images and repositories, which lie in no cluster. */
  subjectCluster: number;
  teamIds: [number, number];
  presence: number;
  work: number;
  assigneeId: number | null;
}

/**
 * The finding, for somebody who is about to triage it; for one that went up in another, that: its id is what counts from
 * here on. One that they may not read does not exist for them.
 * `lock` holds the row until the end of the transaction.
 */
export async function findingForTriage(
  client: PoolClient,
  actor: Actor,
  id: string,
  lock = false,
): Promise<TriageFinding> {
  const { rows } = await client.query<Omit<TriageFinding, "teamIds"> & { team: number; fix: number }>(
    `SELECT f.id::text, r.code AS rule, f.subject_id AS "subjectId", s.cluster_id AS "subjectCluster", f.team_id AS team,
       f.fix_team_id AS fix, f.presence, f.work, f.assignee_id AS "assigneeId"
     FROM finding f JOIN subject s ON s.id = f.subject_id JOIN rule r ON r.id = f.rule_id
     WHERE f.id = coalesce((SELECT into_id FROM finding_past WHERE id = $1), $1) ${lock ? "FOR UPDATE OF f" : ""}`,
    [/^\d{1,18}$/.test(id) ? id : "0"],
  );
  const row = rows[0];
  const target = { teamIds: [row?.team ?? 0, row?.fix ?? 0] as [number, number] };
  if (!row || !can(actor, "findings.read", target)) throw notFound("This finding");
  if (!can(actor, "findings.triage", target)) throw forbidden();
  return { ...row, ...target };
}
