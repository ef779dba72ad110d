import type { PoolClient } from "pg";
import { type Actor, actorUserId } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import { workOf } from "@/lib/domain/remediation/transitions";
import { presences, works } from "@/lib/domain/vocabulary";
import { mayWorkOn, type Worker } from "../finding/assignee";
import { type HeldFinding, holdFindings } from "../finding/hold";
import { setWork, type TriageStep } from "../finding/set-work";
import type { HeldRemediation } from "./load";

/** Ids of what a remediation consists of, whoever may read them. */
export async function itemIds(client: PoolClient, remediationId: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    "SELECT finding_id::text AS id FROM remediation_item WHERE remediation_id = $1 ORDER BY finding_id",
    [remediationId],
  );
  return rows.map(({ id }) => id);
}

export interface Following {
  /** Before the change. */
  remediation: Pick<HeldRemediation, "id" | "assigneeId">;
  /** The state that their work follows; left out: it stays. */
  state?: keyof typeof workOf;
  /** Whose they are from now on; left out: they stay whose they are, null: nobody's. */
  worker?: Worker | null;
  /** The installation moves all of them, a person those that they may work on. */
  actor: Actor;
  at: Date;
}

/**
 * Findings that are there follow their remediation: work and person. One that was given to somebody else by itself
 * stays theirs, and goes only to people who can see it.
 * @param findings held by the caller (holdItems)
 */
export async function followWork(
  client: PoolClient,
  findings: Iterable<HeldFinding>,
  { remediation, state, worker, actor, at }: Following,
): Promise<void> {
  const steps: TriageStep[] = [];
  for (const finding of findings) {
    if (presences.word(finding.presence) !== "present") continue;
    if (!can(actor, "findings.triage", { teamIds: finding.teamIds })) continue;
    const theirs = finding.assigneeId === null || finding.assigneeId === remediation.assigneeId;
    const passes = worker !== undefined && theirs && (worker === null || mayWorkOn(worker, finding.teamIds));
    steps.push({
      id: finding.id,
      ...(state !== undefined && { work: works.code(workOf[state]) }),
      ...(passes && { assigneeId: worker?.id ?? null }),
    });
  }
  await setWork(client, steps, { actorId: actorUserId(actor), at });
}

/** The findings of a remediation that is held, kept from changing by anybody else. */
export async function holdItems(client: PoolClient, remediationId: number): Promise<HeldFinding[]> {
  const ids = await itemIds(client, remediationId);
  return ids.length === 0 ? [] : [...(await holdFindings(client, ids)).values()];
}
