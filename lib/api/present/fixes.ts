import type { z } from "zod";
import { abilities } from "@/lib/authz/abilities";
import type { Actor } from "@/lib/authz/actor";
import type { FixDetail, FixRow } from "@/lib/client/contract/fix";
import { areas, assetKinds, fixKinds, severities, states } from "@/lib/domain/vocabulary";
import type { FixDetailRecord } from "@/lib/queries/fix/detail";
import type { FixRecord } from "@/lib/queries/fix/list";
import type { WhatIf } from "@/lib/queries/fix/what-if";
import { stepsOf } from "./fix-steps";

type Wire<T extends z.ZodType> = z.input<T>;

const overall = ({ before, after }: WhatIf) => ({ before: before.overall, after: after.overall });

/** One fix of a list as the wire has it, with what the reader may do with it. */
export function presentFix(actor: Actor, fix: FixRecord): Wire<typeof FixRow> {
  return {
    id: String(fix.id),
    kind: fixKinds.word(fix.kind),
    title: fix.title,
    target: fix.target,
    asset: fix.subject && { kind: assetKinds.word(fix.subject.kind), name: fix.subject.name },
    clusters: fix.clusters,
    teams: fix.teams,
    teamCount: fix.teamCount,
    fixTeam: fix.fixTeam?.slug ?? null,
    findings: fix.findings,
    kev: fix.kev,
    critical: fix.critical,
    high: fix.high,
    workloads: fix.workloads,
    points: fix.points / 10,
    score: overall(fix.scores),
    dueAt: fix.dueAt?.toISOString() ?? null,
    assignee: fix.assignee?.name ?? null,
    patch: fixKinds.word(fix.kind) === "patch_manifest",
    stale: fix.stale,
    abilities: abilities(actor, ["remediations.write", "findings.triage"], { teamIds: fix.teamIds }),
  };
}

export function presentFixDetail(actor: Actor, fix: FixDetailRecord): Wire<typeof FixDetail> {
  const { before, after } = fix.scores;
  return {
    ...presentFix(actor, fix),
    steps: stepsOf(fix),
    packages: fix.packages.map(({ type: _, ...one }) => one),
    from: fix.from,
    accepted: fix.accepted,
    added: fix.added,
    byArea: areas.list
      .map((area) => ({
        area,
        points: (before.areas[area].points - after.areas[area].points) / 10,
        score: { before: before.areas[area].score, after: after.areas[area].score },
      }))
      .filter(({ points, score }) => points !== 0 || score.before !== score.after),
    byCluster: fix.byCluster.map(({ scores, points, ...place }) => ({
      ...place,
      points: points / 10,
      score: overall(scores),
    })),
    byTeam: fix.byTeam.map(({ points, ...team }) => ({ ...team, points: points / 10 })),
    touches: fix.touches,
    worst: fix.worst.map((f) => ({
      id: f.id,
      rule: f.rule,
      title: f.title,
      severity: severities.word(f.severity),
      state: states.word(f.state),
      asset: f.subject?.name ?? "unknown",
      cluster: f.cluster?.slug ?? null,
      namespace: f.namespace,
      team: f.team?.slug ?? null,
      kev: (f.flags & 1) !== 0,
      dueAt: f.due_at?.toISOString() ?? null,
    })),
    patches: fix.patches,
    at: fix.at.toISOString(),
  };
}
