import { z } from "zod";
import { remediationAxes, remediationStates } from "../../domain/vocabulary";
import {
  Abilities,
  AssetKind,
  BoundedCount,
  Decision,
  maxRowId,
  Named,
  Presence,
  RowId,
  Severity,
  Slug,
  State,
  Time,
} from "./common";
import { FindingQuery } from "./finding";

export const RemediationState = z.enum(remediationStates.list);
export type RemediationState = z.infer<typeof RemediationState>;

/** How its findings stand; of a reader with teams, those within their scope only. */
export const RemediationProgress = z.object({
  open: z.number().int(),
  /** Shown to be gone by a complete report, or what had it no longer runs. */
  fixed: z.number().int(),
  /** Covered by an exception: not in the way, and no fix either. */
  excepted: z.number().int(),
  /** No longer said by its source, or quiet: that proves nothing. */
  unproven: z.number().int(),
  /** Of the open ones, those whose new version awaits its scan. */
  awaitingScan: z.number().int(),
  /** Of the open ones, known to be exploited. */
  kev: z.number().int(),
  /** Went to another team meanwhile, so no longer this one's to fix; in none of the other numbers. */
  elsewhere: z.number().int(),
  /** Points (× places) of the open ones, and of all that are or were there. */
  points: z.number(),
  pointsAll: z.number(),
});
export type RemediationProgress = z.infer<typeof RemediationProgress>;

const Person = z.object({ id: RowId, name: z.string() });

/** A step that the reader may take now; what is not listed is refused. */
export const RemediationStep = z.object({
  to: RemediationState,
  name: z.string(),
  /** It has to be said why. */
  needsReason: z.boolean(),
});
export type RemediationStep = z.infer<typeof RemediationStep>;

export const RemediationRow = z.object({
  id: RowId,
  title: z.string(),
  state: RemediationState,
  /** To be sent with every change: what has changed meanwhile is refused. */
  version: z.number().int(),
  team: Named,
  /** null: nobody, or somebody whose name the reader may not know. */
  assignee: Person.nullable(),
  assigned: z.boolean(),
  fixId: z.string().nullable(),
  dueAt: Time.nullable(),
  overdue: z.boolean(),
  createdAt: Time,
  stateAt: Time,
  claimedAt: Time.nullable(),
  /** Why it is blocked or cancelled. */
  reason: z.string().nullable(),
  sentBack: z.number().int(),
  reopened: z.number().int(),
  comments: z.number().int(),
  progress: RemediationProgress,
  steps: z.array(RemediationStep),
  abilities: Abilities,
});
export type RemediationRow = z.infer<typeof RemediationRow>;

const list = <T extends z.ZodType>(item: T) =>
  z
    .preprocess((value) => (typeof value === "string" ? value.split(",").filter(Boolean) : value), z.array(item))
    .optional();

export const RemediationSort = z.enum(["due", "newest", "points"]);

/** GET /remediations; lists are comma-separated. */
export const RemediationQuery = z.object({
  team: list(z.string()),
  /** State words, or `active` (the default of the page) for all in which something is to be done. */
  state: list(z.union([RemediationState, z.literal("active")])),
  assignee: z.union([z.literal("me"), z.literal("none"), z.coerce.number().int().positive().max(maxRowId)]).optional(),
  due: z.enum(["overdue", "week", "none"]).optional(),
  fix: z.coerce.number().int().positive().max(maxRowId).optional(),
  /** That has this finding. */
  finding: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  q: z.string().max(200).optional(),
  sort: RemediationSort.default("due"),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type RemediationQuery = z.infer<typeof RemediationQuery>;

export const RemediationPage = z.object({
  items: z.array(RemediationRow),
  nextCursor: z.string().nullable(),
  count: BoundedCount,
  /** How many are in each state, with all other filters applied. */
  byState: z.record(z.string(), z.number().int()),
  abilities: Abilities,
});
export type RemediationPage = z.infer<typeof RemediationPage>;

/** A finding of a remediation. */
export const RemediationItem = z.object({
  id: z.string(),
  severity: Severity,
  rule: z.string(),
  title: z.string(),
  asset: z.object({ kind: AssetKind, name: z.string() }),
  cluster: z.string().nullable(),
  namespace: z.string().nullable(),
  state: State,
  presence: Presence,
  decision: Decision,
  standing: z.enum(["open", "fixed", "excepted", "unproven"]),
  kev: z.boolean(),
  points: z.number(),
  places: z.number().int(),
  stateAt: Time,
  /** Went to another team meanwhile. */
  elsewhere: z.boolean(),
  /** A complete report from after the claim still shows it: when that looked. */
  refutedAt: Time.nullable(),
});
export type RemediationItem = z.infer<typeof RemediationItem>;

/** GET /remediations/{id}/items */
export const RemediationItemQuery = z.object({
  standing: z.enum(["open", "fixed", "excepted", "unproven"]).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const RemediationItemPage = z.object({
  items: z.array(RemediationItem),
  nextCursor: z.string().nullable(),
});
export type RemediationItemPage = z.infer<typeof RemediationItemPage>;

export const RemediationEvent = z.object({
  id: z.string(),
  at: Time,
  axis: z.enum(remediationAxes.list),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** Why, or how many findings it is about. */
  text: z.string().nullable(),
  findings: z.number().int().nullable(),
  /** null: a report or the installation, or somebody whose name the reader may not know (then `person` is true). */
  actor: z.string().nullable(),
  person: z.boolean(),
});
export type RemediationEvent = z.infer<typeof RemediationEvent>;

export const RemediationDetail = RemediationRow.extend({
  createdBy: z.string().nullable(),
  /** What it was planned from; `left`: it has something to remove still, and a page. */
  fix: z.object({ id: z.string(), title: z.string(), left: z.boolean() }).nullable(),
  /** Who may see it, as far as the reader may know them: to give it to, or to mention. */
  people: z.array(Person.extend({ mayWork: z.boolean() })),
  discussion: z.array(
    z.object({
      id: z.string(),
      at: Time,
      /** null: somebody of another team. */ author: z.string().nullable(),
      text: z.string(),
    }),
  ),
  history: z.array(RemediationEvent),
});
export type RemediationDetail = z.infer<typeof RemediationDetail>;

/** Up to so many findings are planned or changed at once. */
export const MOST_AT_ONCE = 5000;
const FindingId = z.string().regex(/^\d{1,18}$/);
const FindingIds = z.array(FindingId).min(1).max(MOST_AT_ONCE);
const Title = z.string().trim().min(1, "a title").max(200);
const Assignee = z.union([z.literal("me"), RowId, z.null()]);

/** Which findings: of a fix, these, or all that match a filter. */
const selection = {
  fixId: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  findingIds: FindingIds.optional(),
  filter: FindingQuery.omit({ sort: true, cursor: true, limit: true }).optional(),
};
const one = (body: { fixId?: unknown; findingIds?: unknown; filter?: unknown }) =>
  [body.fixId, body.findingIds, body.filter].filter((part) => part !== undefined).length === 1;

/** POST /remediations */
export const RemediationCreate = z
  .object({
    ...selection,
    /** Left out: that of the fix. */
    title: Title.optional(),
    team: Slug,
    assignee: Assignee.optional(),
    dueAt: Time.nullable().optional(),
  })
  .refine(one, "one of fixId, findingIds and filter");
export type RemediationCreate = z.infer<typeof RemediationCreate>;

/** Findings that were left out, and why. */
export const Refused = z.object({
  id: z.string(),
  reason: z.enum(["not_found", "forbidden", "closed", "planned", "other_team", "changed", "assignee"]),
});
export type Refused = z.infer<typeof Refused>;

export const RemediationCreated = z.object({ remediation: RemediationDetail, refused: z.array(Refused) });
export type RemediationCreated = z.infer<typeof RemediationCreated>;

/** PATCH /remediations/{id} */
export const RemediationPatch = z.object({
  version: z.number().int().min(0),
  title: Title.optional(),
  team: Slug.optional(),
  assignee: Assignee.optional(),
  dueAt: Time.nullable().optional(),
});
export type RemediationPatch = z.infer<typeof RemediationPatch>;

/** POST /remediations/{id}/transition. 409 where the table has no such step for people, or somebody was faster. */
export const RemediationMove = z.object({
  to: RemediationState,
  version: z.number().int().min(0),
  reason: z.string().trim().max(1000).optional(),
  /** With `in_progress`: whose it is from now on. */
  assignee: Assignee.optional(),
});
export type RemediationMove = z.infer<typeof RemediationMove>;

/** POST /remediations/{id}/comments: plain text. `@ada@example.org` in it mentions a person, or their id beside it. */
export const RemediationComment = z.object({
  text: z.string().trim().min(1).max(4000),
  mentions: z.array(RowId).max(50).optional(),
});
export type RemediationComment = z.infer<typeof RemediationComment>;

/** POST /remediations/{id}/items */
export const RemediationItemsChange = z.object({
  version: z.number().int().min(0),
  add: FindingIds.optional(),
  remove: FindingIds.optional(),
});

/** POST /findings/bulk */
export const BulkBody = z
  .object({
    ids: FindingIds,
    work: z.enum(["todo", "in_progress", "awaiting_verification"]).optional(),
    assignee: Assignee.optional(),
    /** `each`: what can be done is done, the rest is named. `all`: all or nothing. */
    mode: z.enum(["each", "all"]).default("each"),
  })
  .refine((body) => body.work !== undefined || body.assignee !== undefined, "work, assignee, or both");
export type BulkBody = z.infer<typeof BulkBody>;

export const BulkResult = z.object({
  changed: z.number().int(),
  /** They were so already. */
  unchanged: z.number().int(),
  refused: z.array(Refused),
  /** To be sent to POST /findings/bulk/undo within an hour; null where nothing changed. */
  undo: z.string().nullable(),
});
export type BulkResult = z.infer<typeof BulkResult>;
/** POST /findings/bulk/undo. What somebody changed since stays and is named. */
export const BulkUndo = z.object({ undo: z.string().min(1).max(100) });
