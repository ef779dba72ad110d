import type { z } from "zod";
import type { Actor } from "@/lib/authz/actor";
import { can } from "@/lib/authz/can";
import type {
  ExceptionDetail,
  ExceptionFinding,
  ExceptionPreview,
  ExceptionRow,
} from "@/lib/client/contract/exception";
import { exceptionStates, type Justification, justifications } from "@/lib/domain/exception/vocabulary";
import { assetKinds, decisions, severities, states } from "@/lib/domain/vocabulary";
import { bounded } from "@/lib/queries/bounded";
import type { ExceptionDetailRecord } from "@/lib/queries/exception/detail";
import type { Matched } from "@/lib/queries/exception/preview";
import { coveredMost, type ExceptionRecord } from "@/lib/queries/exception/row";
import type { RuleFound } from "@/lib/queries/exception/scope";
import type { FindingRecord } from "@/lib/queries/finding/row";

type Wire<T extends z.ZodType> = z.input<T>;

const severity = (code: number | null) => (code === null ? null : severities.word(code));

/** What the reader may do with it, as far as its state allows it too. */
function stepsOf(actor: Actor, x: ExceptionRecord, fourEyes: boolean): Record<string, boolean> {
  const [pending, approved] = [x.state === 0, x.state === 1];
  const mine = actor.kind === "user" && actor.id === x.requestedById;
  const decides = can(actor, "exceptions.decide", { requestedBy: fourEyes ? x.requestedById : null });
  return {
    approve: pending && decides,
    reject: pending && decides,
    withdraw: pending && mine,
    revoke: approved && can(actor, "exceptions.decide", {}),
    renew: (approved || x.state === 5) && can(actor, "exceptions.request", { teamIds: [x.teamId ?? 0] }),
  };
}

export function presentException(actor: Actor, x: ExceptionRecord, fourEyes: boolean): Wire<typeof ExceptionRow> {
  const kind = decisions.word(x.decision);
  if (kind === "none") throw new RangeError("an exception that decides nothing");
  return {
    ...{ id: x.id, state: exceptionStates.word(x.state), kind, rule: x.rule, title: x.title, kev: x.kev },
    scope: {
      asset: x.asset && { kind: assetKinds.word(x.asset.kind), name: x.asset.name },
      ...{ cluster: x.cluster?.slug ?? null, namespace: x.namespace, team: x.team?.slug ?? null },
    },
    reason: x.reason,
    severity: severity(x.severity),
    count: x.n === null ? null : bounded(x.n, coveredMost),
    ...{ requestedBy: x.requestedBy, requestedAt: x.requestedAt.toISOString() },
    ...{ decidedBy: x.decidedBy, decidedAt: x.decidedAt?.toISOString() ?? null },
    ...{ expiresAt: x.expiresAt.toISOString(), endedAt: x.endedAt?.toISOString() ?? null, renews: x.renews },
    abilities: stepsOf(actor, x, fourEyes),
  };
}

export function presentExceptionDetail(
  actor: Actor,
  x: ExceptionDetailRecord,
  fourEyes: boolean,
): Wire<typeof ExceptionDetail> {
  const { count, decided, points, rows } = x.covers;
  return {
    ...presentException(actor, x, fourEyes),
    covers: { count, decided, points: points / 10 },
    ...{ severity: severity(x.covers.severity), findings: rows.map(presentCovered) },
    ...{ evidence: x.evidence, links: x.links, source: x.source, note: x.note, endedBy: x.endedBy, fourEyes },
    justification: justifications.find((word): word is Justification => word === x.justification) ?? null,
    lost: x.lost.map(({ id, reason, at }) => ({
      ...{ id, at: at.toISOString() },
      reason: reason === 4 ? ("kev_listed" as const) : ("severity_rise" as const),
    })),
  };
}

export function presentPreview(
  found: Matched & { rule: RuleFound },
  team: string | null,
): Wire<typeof ExceptionPreview> {
  const { rule, count, decided, points, rows } = found;
  const { code, title, kev } = rule;
  return { rule: { code, title, kev }, count, decided, points: points / 10, items: rows.map(presentCovered), team };
}

const presentCovered = (f: FindingRecord): Wire<typeof ExceptionFinding> => ({
  ...{ id: f.id, severity: severities.word(f.severity), state: states.word(f.state) },
  ...{ asset: f.subject?.name ?? "unknown", cluster: f.cluster?.slug ?? null, namespace: f.namespace },
  ...{ team: f.team?.slug ?? null, points: f.points / 10 },
});
