import type { z } from "zod";
import { abilities, findingActions } from "@/lib/authz/abilities";
import type { Actor } from "@/lib/authz/actor";
import type { FindingDetail, FindingRow } from "@/lib/client/contract/finding";
import {
  areas,
  assetKinds,
  decisions,
  fixKinds,
  fixStates,
  kinds,
  presences,
  severities,
  states,
  works,
} from "@/lib/domain/vocabulary";
import type { FindingDetailRecord } from "@/lib/queries/finding/detail";
import type { EvidenceRecord } from "@/lib/queries/finding/evidence";
import type { FindingRecord } from "@/lib/queries/finding/row";
import { fixOf } from "./fix";

type Wire<T extends z.ZodType> = z.input<T>;

const KEV = 1;
const EPSS = 2;
const EXPOSED = 4;
const IDLE = 8;

/** One finding of a list as the wire has it, with what the reader may do with it. */
export function presentFinding(actor: Actor, f: FindingRecord): Wire<typeof FindingRow> {
  return {
    id: f.id,
    kind: kinds.word(f.kind),
    area: areas.word(f.area),
    severity: severities.word(f.severity),
    state: states.word(f.state),
    fixState: fixStates.word(f.fix_state),
    rule: f.rule,
    title: f.title,
    asset: { kind: assetKinds.word(f.subject?.kind ?? 0), name: f.subject?.name ?? "unknown" },
    cluster: f.cluster?.slug ?? null,
    namespace: f.namespace,
    team: f.team?.slug ?? null,
    fixTeam: f.fixTeam?.slug ?? null,
    places: f.places,
    points: f.points / 10,
    witnesses: f.tools,
    kev: (f.flags & KEV) !== 0,
    exposed: (f.flags & EXPOSED) !== 0,
    running: f.flags & IDLE ? "no" : f.runs ? "yes" : "unknown",
    firstSeenAt: f.first_seen_at.toISOString(),
    stateAt: f.state_at.toISOString(),
    dueAt: f.due_at?.toISOString() ?? null,
    assignee: f.assignee,
    abilities: abilities(actor, findingActions, { teamIds: [f.team_id, f.fix_team_id] }),
  };
}

const SOURCES = ["tool", "nvd", "ghsa", "distribution"] as const;

export function presentFindingDetail(actor: Actor, f: FindingDetailRecord): Wire<typeof FindingDetail> {
  return {
    ...presentFinding(actor, f),
    presence: presences.word(f.presence),
    decision: decisions.word(f.decision),
    work: works.word(f.work),
    awaitingScan: f.awaiting,
    clusterName: f.cluster?.name ?? null,
    teamName: f.team?.name ?? null,
    fixTeamName: f.fixTeam?.name ?? null,
    ruleInfo: {
      ...f.rules,
      opinions: opinionsOf(f),
    },
    pointsParts: pointsParts(f),
    evidence: f.evidence.map(presentEvidence),
    silent: f.silent.map(({ observedAt, ...one }) => ({ ...one, observedAt: observedAt.toISOString() })),
    workloads: f.workloads.map(({ name, ...place }) => {
      const slash = name.indexOf("/");
      return { kind: name.slice(0, Math.max(slash, 0)), name: name.slice(slash + 1), ...place };
    }),
    elsewhere: f.elsewhere.map((other) => ({
      id: other.id,
      asset: other.subject?.name ?? "unknown",
      cluster: other.cluster?.slug ?? null,
      namespace: other.namespace,
      team: other.team?.slug ?? null,
      severity: severities.word(other.severity),
      state: states.word(other.state),
    })),
    exception: { inForce: inForceOf(f), asked: f.exceptions.asked },
    fix: fixOf(f),
    action: f.action && { id: String(f.action.id), kind: fixKinds.word(f.action.kind), title: f.action.title },
    comments: f.comments.map(({ at, ...comment }) => ({ ...comment, at: at.toISOString() })),
    history: f.history.map(({ at, recordedAt, ...event }) => ({
      ...event,
      at: at.toISOString(),
      recordedAt: recordedAt.toISOString(),
    })),
    due: f.due && { ...f.due, startedAt: f.due.startedAt.toISOString() },
  };
}

/**
 * What everybody says of the severity, with the word that holds: that of the best source among those that count, as the
 * merge decides it.
 */
function opinionsOf({ rules, evidence, severity }: FindingDetailRecord) {
  const counting = evidence.filter((one) => !one.overruled && one.severity === severity).map((one) => one.source);
  const rated = rules.opinions.filter((one) => severities.word(one.severity) !== "unknown").map((one) => one.source);
  const best = counting.length > 0 ? Math.max(...counting) : Math.max(-1, ...rated);
  return rules.opinions.map((o) => ({
    by: o.by,
    source: SOURCES[o.source] ?? "tool",
    severity: severities.word(o.severity),
    cvss: o.cvss ?? null,
    decides: o.source === best && o.severity === severity,
  }));
}

const BASE = { critical: 10, high: 3, medium: 1, low: 0.1, unknown: 1, info: 0 } as const;

/** The factors of the points, in the order in which they are explained. */
function pointsParts({ severity, flags }: FindingDetailRecord): { label: string; value: number }[] {
  const word = severities.word(severity);
  const parts = [{ label: `${word} severity`, value: BASE[word] as number }];
  if (flags & KEV) parts.push({ label: "known to be exploited", value: 5 });
  else if (flags & EPSS) parts.push({ label: "likely to be exploited", value: 2 });
  if (flags & EXPOSED) parts.push({ label: "reachable from the internet", value: 2 });
  if (flags & IDLE) parts.push({ label: "known not to run", value: 0 });
  return parts;
}

const text = (value: unknown): string | null =>
  value === undefined || value === null ? null : Array.isArray(value) ? value.join(", ") : String(value);

function presentEvidence({
  body,
  severity,
  observedAt,
  firstSeenAt,
  source: _source,
  ...evidence
}: EvidenceRecord): Wire<typeof FindingDetail>["evidence"][number] {
  const { installed, fixed, package: name, ...fields } = body;
  return {
    ...evidence,
    severity: severities.word(severity),
    observedAt: observedAt?.toISOString() ?? null,
    firstSeenAt: firstSeenAt.toISOString(),
    installed: text(installed),
    fixed: text(fixed),
    package: text(name),
    fields,
  };
}

function inForceOf({ exceptions: { inForce } }: FindingDetailRecord) {
  if (!inForce) return null;
  const kind = decisions.word(inForce.decision);
  if (kind === "none") return null;
  return { id: inForce.id, kind, since: inForce.since.toISOString(), expiresAt: inForce.expiresAt.toISOString() };
}
