import { z } from "zod";
import { exceptionStates, justifications } from "../../domain/exception/vocabulary";
import { decisions } from "../../domain/vocabulary";
import { Abilities, AssetKind, BoundedCount, Severity, State, Time } from "./common";

/** What an exception decides: risk accepted, false positive, mitigated otherwise, no fix available. */
export const ExceptionKind = z.enum(decisions.list).exclude(["none"]);
export type ExceptionKind = z.infer<typeof ExceptionKind>;
export const ExceptionState = z.enum(exceptionStates.list);
export type ExceptionState = z.infer<typeof ExceptionState>;
export const Justification = z.enum(justifications);

const Name = z.string().trim().min(1).max(500);
/** Advisory or check × image repository or other asset × namespace × cluster × team; what is left out means any. */
export const ExceptionScope = z.object({
  /** Any name of the rule: CVE-…, GHSA-…, k8s:… */
  rule: Name,
  /** An image repository (all of its versions), workload, node or repository by its name; `kind` where two share it. */
  asset: z.object({ name: Name, kind: AssetKind.optional() }).nullish(),
  cluster: Name.nullish(),
  namespace: Name.nullish(),
  /** Only what this team runs or can fix. */
  team: Name.nullish(),
});
export type ExceptionScope = z.infer<typeof ExceptionScope>;

/** Something said by people about why. */
const Text = z.string().trim().max(10_000);
export const ExceptionCreate = z.object({
  scope: ExceptionScope,
  kind: ExceptionKind,
  reason: Text.min(1, "say why"),
  evidence: Text.nullish(),
  links: z
    .array(z.url({ protocol: /^https?$/ }).max(2000))
    .max(20)
    .default([]),
  /** Needed for a false positive. */
  justification: Justification.nullish(),
  /** Days until it ends; at most a year. */
  days: z.number().int().min(1).max(365).default(90),
  /** The exception that this one goes on from; its scope has to be the same. */
  renews: z.number().int().positive().max(2_147_483_647).nullish(),
});
export type ExceptionCreate = z.infer<typeof ExceptionCreate>;

export const ExceptionFinding = z.object({
  id: z.string(),
  severity: Severity,
  state: State,
  asset: z.string(),
  cluster: z.string().nullable(),
  namespace: z.string().nullable(),
  team: z.string().nullable(),
  points: z.number(),
});
/** POST /exceptions/preview: what the scope matches now, within the reader's scope. */
export const ExceptionPreview = z.object({
  rule: z.object({ code: z.string(), title: z.string(), kev: z.boolean() }),
  /** Findings that are there now, decided or not. */
  count: BoundedCount,
  /** Of them, those that another exception decides on already. */
  decided: z.number().int(),
  points: z.number(),
  items: z.array(ExceptionFinding),
  /** The team that it will be limited to, for requesters who may only ask for their own. */
  team: z.string().nullable(),
});
export type ExceptionPreview = z.infer<typeof ExceptionPreview>;

export const ExceptionRow = z.object({
  id: z.number().int(),
  state: ExceptionState,
  kind: ExceptionKind,
  rule: z.string(),
  title: z.string(),
  kev: z.boolean(),
  scope: z.object({
    asset: z.object({ kind: AssetKind, name: z.string() }).nullable(),
    cluster: z.string().nullable(),
    namespace: z.string().nullable(),
    team: z.string().nullable(),
  }),
  reason: z.string(),
  /** The gravest of what it decides on, within the reader's scope. */
  severity: Severity.nullable(),
  /** Findings that it decides on, within the reader's scope, up to 1,000; null where it is not in force. */
  count: BoundedCount.nullable(),
  requestedBy: z.string().nullable(),
  requestedAt: Time,
  decidedBy: z.string().nullable(),
  decidedAt: Time.nullable(),
  expiresAt: Time,
  endedAt: Time.nullable(),
  renews: z.number().int().nullable(),
  abilities: Abilities,
});
export type ExceptionRow = z.infer<typeof ExceptionRow>;

export const ExceptionQuery = z.object({
  /** Comma-separated; default: all. */
  state: z.string().max(200).optional(),
  kind: z.string().max(200).optional(),
  rule: z.string().max(500).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const ExceptionPage = z.object({
  items: z.array(ExceptionRow),
  nextCursor: z.string().nullable(),
  /** How many of each state, within the reader's scope. */
  counts: z.record(z.string(), z.number().int()),
  abilities: Abilities,
  /** Off: whoever asks may approve, since the installation has one person of security. */
  fourEyes: z.boolean(),
});
export type ExceptionPage = z.infer<typeof ExceptionPage>;

export const ExceptionDetail = ExceptionRow.extend({
  /** What it decides on now; while pending, what it would. */
  covers: z.object({ count: BoundedCount, decided: z.number().int(), points: z.number() }),
  evidence: z.string().nullable(),
  links: z.array(z.string()),
  justification: Justification.nullable(),
  source: z.string().nullable(),
  note: z.string().nullable(),
  endedBy: z.string().nullable(),
  findings: z.array(ExceptionFinding),
  /** Findings that became worse than what was decided upon, and are open again. */
  lost: z.array(z.object({ id: z.string(), reason: z.enum(["severity_rise", "kev_listed"]), at: Time })),
  fourEyes: z.boolean(),
});
export type ExceptionDetail = z.infer<typeof ExceptionDetail>;

/** POST /exceptions/{id}/approve|reject|withdraw|revoke */
export const ExceptionDecision = z.object({ note: Text.max(2000).nullish() });

/** PUT /four-eyes */
export const FourEyes = z.object({ on: z.boolean() });

/** GET /vex: an OpenVEX or CycloneDX VEX document of what is within the reader's scope. */
export const VexQuery = z.object({
  format: z.enum(["openvex", "cyclonedx"]).default("openvex"),
  /** Slugs, comma-separated. */
  cluster: z.string().max(2000).optional(),
  team: z.string().max(2000).optional(),
  /** Name of an image repository. */
  image: z.string().max(500).optional(),
  /** `decided`: what exceptions decide; `all`: also what is open and what was fixed. */
  include: z.enum(["decided", "all"]).default("decided"),
});
/** POST /vex: an OpenVEX document as it is. */
export const VexImportQuery = z.object({
  /** Days until the exceptions end that it proposes. */
  days: z.coerce.number().int().min(1).max(365).default(90),
  /** Only what this team runs or can fix. */
  team: z.string().max(100).optional(),
});
export const VexImported = z.object({
  /** Requests that it made. */
  requested: z.array(z.number().int()),
  skipped: z.array(z.object({ product: z.string(), vulnerability: z.string(), reason: z.string() })),
});
export type VexImported = z.infer<typeof VexImported>;

/** POST /exceptions/decide: several at once; each is decided or not by itself. */
export const ExceptionsDecide = z.object({
  ids: z.array(z.number().int().positive().max(2_147_483_647)).min(1).max(200),
  decision: z.enum(["approve", "reject"]),
  note: Text.max(2000).nullish(),
});
/** POST /exceptions/undo: takes back decisions that one made within the last hour. */
export const ExceptionsUndo = ExceptionsDecide.pick({ ids: true });
export const ExceptionsDecided = z.object({
  done: z.array(z.number().int()),
  failed: z.array(z.object({ id: z.number().int(), reason: z.string() })),
});
export type ExceptionsDecided = z.infer<typeof ExceptionsDecided>;
