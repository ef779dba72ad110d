import type { z } from "zod";
import { abilities, remediationActions } from "@/lib/authz/abilities";
import type { Actor } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import type {
  RemediationDetail,
  RemediationItem,
  RemediationProgress,
  RemediationRow,
} from "@/lib/client/contract/remediation";
import { itemState } from "@/lib/domain/remediation/evidence";
import { activeStates, personTransitions } from "@/lib/domain/remediation/transitions";
import { assetKinds, decisions, presences, remediationStates, severities, states } from "@/lib/domain/vocabulary";
import type { RemediationDetailRecord } from "@/lib/queries/remediation/detail";
import type { ItemRecord } from "@/lib/queries/remediation/items";
import type { ProgressRecord, RemediationRecord } from "@/lib/queries/remediation/row";

type Wire<T extends z.ZodType> = z.input<T>;

/** One remediation of a list, with the steps that the reader may take. */
export function presentRemediation(actor: Actor, r: RemediationRecord, now = new Date()): Wire<typeof RemediationRow> {
  const target = { teamIds: [r.teamId] };
  const state = remediationStates.word(r.state);
  const moves = actor.kind !== "token" && can(actor, "remediations.write", target) ? personTransitions(state) : [];
  return {
    id: r.id,
    title: r.title,
    state,
    version: r.version,
    team: r.team ?? { slug: "", name: "another team" },
    assignee: r.assignee,
    assigned: r.assigneeId !== null,
    fixId: r.fixId === null ? null : String(r.fixId),
    dueAt: r.dueAt?.toISOString() ?? null,
    overdue: r.dueAt !== null && r.dueAt < now && activeStates.includes(state),
    createdAt: r.createdAt.toISOString(),
    stateAt: r.stateAt.toISOString(),
    claimedAt: r.claimedAt?.toISOString() ?? null,
    reason: r.reason,
    sentBack: r.sentBack,
    reopened: r.reopened,
    comments: r.comments,
    progress: presentProgress(r),
    steps: moves.map(({ to, name, needsReason = false }) => ({ to, name, needsReason })),
    abilities: abilities(actor, remediationActions, target),
  };
}

function presentProgress(r: ProgressRecord): Wire<typeof RemediationProgress> {
  const { open, fixed, excepted, unproven, awaitingScan, kev, elsewhere, points, pointsAll } = r;
  return {
    open,
    fixed,
    excepted,
    unproven,
    awaitingScan,
    kev,
    elsewhere,
    points: points / 10,
    pointsAll: pointsAll / 10,
  };
}

export function presentRemediationDetail(actor: Actor, r: RemediationDetailRecord): Wire<typeof RemediationDetail> {
  return {
    ...presentRemediation(actor, r),
    createdBy: r.creator,
    fix: r.fix && { ...r.fix, id: String(r.fix.id) },
    people: r.people,
    discussion: r.discussion.map((row) => ({ ...row, at: row.at.toISOString() })),
    history: r.history.map((row) => ({ ...row, at: row.at.toISOString() })),
  };
}

const KEV = 1;

export function presentItem(f: ItemRecord): Wire<typeof RemediationItem> {
  const presence = presences.word(f.presence);
  const decision = decisions.word(f.decision);
  return {
    id: f.id,
    severity: severities.word(f.severity),
    rule: f.rule,
    title: f.title,
    asset: { kind: assetKinds.word(f.subject?.kind ?? 0), name: f.subject?.name ?? "unknown" },
    cluster: f.cluster?.slug ?? null,
    namespace: f.namespace,
    state: states.word(f.state),
    presence,
    decision,
    standing: itemState({ presence, decision }),
    kev: (f.flags & KEV) !== 0,
    points: f.points / 10,
    places: f.places,
    stateAt: f.state_at.toISOString(),
    elsewhere: f.elsewhere,
    refutedAt: f.refutedAt?.toISOString() ?? null,
  };
}
