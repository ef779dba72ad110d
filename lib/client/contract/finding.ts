import { z } from "zod";
import { dueCauses } from "@/lib/domain/sla/cause";
import { dueWords } from "@/lib/domain/sla/standing";
import { fixKinds } from "../../domain/vocabulary";
import {
  Abilities,
  Area,
  AssetKind,
  BoundedCount,
  Decision,
  FixState,
  Kind,
  Named,
  Presence,
  RowId,
  Severity,
  State,
  Time,
  Work,
} from "./common";

/** One row of GET /findings (contract of the HTTP API; slugs, ISO times). */
export const FindingRow = z.object({
  id: z.string(),
  kind: Kind,
  area: Area,
  severity: Severity,
  state: State,
  fixState: FixState,
  /** Canonical code: CVE-…, trivy:KSV017, … */
  rule: z.string(),
  title: z.string(),
  asset: z.object({ kind: AssetKind, name: z.string() }),
  cluster: z.string().nullable(),
  namespace: z.string().nullable(),
  team: z.string().nullable(),
  fixTeam: z.string().nullable(),
  places: z.number().int(),
  points: z.number(),
  /** Names of the tools that report it now. */
  witnesses: z.array(z.string()),
  kev: z.boolean(),
  exposed: z.boolean(),
  running: z.enum(["yes", "no", "unknown"]),
  firstSeenAt: Time,
  stateAt: Time,
  dueAt: Time.nullable(),
  assignee: z.string().nullable(),
  abilities: Abilities,
});
export type FindingRow = z.infer<typeof FindingRow>;

export const FindingSort = z.enum(["risk", "newest", "due"]);

const list = <T extends z.ZodType>(item: T) =>
  z
    .preprocess((value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value), z.array(item))
    .optional();

/** Query of GET /findings and GET /findings/facets; lists are comma-separated. `team=none`: unowned; `cluster=none`: not deployed. */
export const FindingQuery = z.object({
  cluster: list(z.string()),
  namespace: list(z.string()),
  team: list(z.string()),
  /** The team that can make the fix: whose work it is. */
  fixTeam: list(z.string()),
  environment: list(z.string()),
  /** State words, or the shorthand `open` for everything that needs action (the default) and `all`, `closed`. */
  state: list(z.string()),
  severity: list(Severity),
  area: list(Area),
  kind: list(Kind),
  fix: list(FixState),
  kev: z.stringbool().optional(),
  exposed: z.stringbool().optional(),
  assignee: z.enum(["me", "none"]).optional(),
  /** How the due date stands: past, within three days, within seven; of what needs action. */
  due: z.enum(dueWords).optional(),
  asset: z.string().optional(),
  q: z.string().max(200).optional(),
  sort: FindingSort.default("risk"),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type FindingQuery = z.infer<typeof FindingQuery>;

export const FindingPage = z.object({
  items: z.array(FindingRow),
  nextCursor: z.string().nullable(),
  count: BoundedCount,
});
export type FindingPage = z.infer<typeof FindingPage>;

const Facet = z.array(z.object({ value: z.string(), label: z.string(), count: BoundedCount }));
/** GET /findings/facets: for each facet, counts with every *other* filter applied. */
export const FindingFacets = z.object({
  severity: Facet,
  area: Facet,
  kind: Facet,
  state: Facet,
  cluster: Facet,
  team: Facet,
  fix: Facet,
});
export type FindingFacets = z.infer<typeof FindingFacets>;

/** GET /findings/{id} */
export const FindingDetail = FindingRow.extend({
  presence: Presence,
  decision: Decision,
  work: Work,
  awaitingScan: z.boolean(),
  clusterName: z.string().nullable(),
  teamName: z.string().nullable(),
  fixTeamName: z.string().nullable(),
  ruleInfo: z.object({
    code: z.string(),
    aliases: z.array(z.string()),
    description: z.string().nullable(),
    remediation: z.string().nullable(),
    references: z.array(z.string()),
    controls: z.array(z.string()),
    epss: z.number().nullable(),
    opinions: z.array(
      z.object({
        by: z.string(),
        source: z.string(),
        severity: Severity,
        cvss: z.unknown().nullable(),
        /** The severity of the finding is this one. */
        decides: z.boolean(),
      }),
    ),
  }),
  /** "10 (critical) × 5 (KEV) × 2 (exposed)" as numbers. */
  pointsParts: z.array(z.object({ label: z.string(), value: z.number() })),
  /** Every detection behind it, per witness. */
  evidence: z.array(
    z.object({
      tool: z.string(),
      asset: z.string(),
      severity: Severity,
      observedAt: Time.nullable(),
      firstSeenAt: Time,
      stale: z.boolean(),
      /** A fresh complete report of another tool contradicts it: it no longer counts. */
      overruled: z.boolean(),
      installed: z.string().nullable(),
      fixed: z.string().nullable(),
      package: z.string().nullable(),
      fields: z.record(z.string(), z.unknown()),
    }),
  ),
  /** Tools whose latest complete report on the same version does not say it. */
  silent: z.array(z.object({ tool: z.string(), asset: z.string(), observedAt: Time, stale: z.boolean() })),
  workloads: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      namespace: z.string(),
      version: z.string().nullable(),
      exposed: z.boolean(),
    }),
  ),
  /** Same rule elsewhere, within the reader's scope. */
  elsewhere: z.array(
    z.object({
      id: z.string(),
      asset: z.string(),
      cluster: z.string().nullable(),
      namespace: z.string().nullable(),
      team: z.string().nullable(),
      severity: Severity,
      state: State,
    }),
  ),
  /** The exception that decides on it, and one that was asked for and would. */
  exception: z.object({
    inForce: z
      .object({ id: z.number().int(), kind: Decision.exclude(["none"]), since: Time, expiresAt: Time })
      .nullable(),
    asked: z.number().int().nullable(),
  }),
  fix: z.object({ title: z.string(), detail: z.string().nullable() }).nullable(),
  /** The one action that removes it, with all that it removes besides: GET /fixes/{id}. */
  action: z.object({ id: z.string(), kind: z.enum(fixKinds.list), title: z.string() }).nullable(),
  /** What people said about it, the oldest first. */
  comments: z.array(
    z.object({
      id: z.string(),
      at: Time,
      /** null: somebody of another team. */ author: z.string().nullable(),
      text: z.string(),
    }),
  ),
  history: z.array(
    z.object({
      at: Time,
      recordedAt: Time,
      axis: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      actor: z.string().nullable(),
      report: z.string().nullable(),
      /** For a due date, why it changed; for an exception, its reason; for a remediation, its title. */
      note: z.string().nullable(),
    }),
  ),
  /** The numbers that make the due date: when its clock started and why, and the days from then. */
  due: z
    .object({
      days: z.number().int(),
      startedAt: Time,
      cause: z.enum(dueCauses),
      /** Of the cluster; null: it is in none. */
      environment: z.string().nullable(),
      /** A decision stops the clock. */
      paused: z.boolean(),
    })
    .nullable(),
});
export type FindingDetail = z.infer<typeof FindingDetail>;

/** PATCH /findings/{id}: triage. */
export const FindingPatch = z.object({
  work: Work.optional(),
  /** Id of the user, "me", or null to release. */
  assignee: z.union([z.literal("me"), RowId, z.null()]).optional(),
});
/** POST /findings/{id}/comments: plain text. */
export const CommentBody = z.object({ text: z.string().trim().min(1).max(4000) });
export { Named };
