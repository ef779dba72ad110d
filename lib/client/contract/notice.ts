import { z } from "zod";
import { noticeKindList } from "../../domain/notice/kinds";
import { isTimeZone } from "../../domain/notice/schedule";
import { Abilities, Role, RowId, Severity, Slug, Time } from "./common";

export const NoticeKind = z.enum(noticeKindList);

// ---------------------------------------------------------------- inbox

/** What a digest counts, within the recipient's own scope. */
export const DigestCounts = z.record(Severity, z.number().int());
export const DigestLine = z.object({ text: z.string(), path: z.string() });
export type DigestLine = z.infer<typeof DigestLine>;

export const NoticeRow = z.object({
  id: z.string(),
  kind: NoticeKind,
  at: Time,
  title: z.string(),
  text: z.string().nullable(),
  /** Page about it, from the root. */
  path: z.string(),
  severity: Severity.nullable(),
  /** Of a digest: what is in it, the worst first. */
  lines: z.array(DigestLine),
  readAt: Time.nullable(),
});
export type NoticeRow = z.infer<typeof NoticeRow>;

/** GET /notices */
export const NoticePage = z.object({
  items: z.array(NoticeRow),
  nextCursor: z.string().nullable(),
  unread: z.object({ value: z.number().int(), atLeast: z.boolean() }),
});
export type NoticePage = z.infer<typeof NoticePage>;
export const NoticeQuery = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  unread: z.enum(["1"]).optional(),
});
/** POST /notices/read: those, or all that there are. */
export const NoticeRead = z
  .object({
    ids: z
      .array(z.string().regex(/^\d{1,18}$/))
      .max(200)
      .optional(),
    all: z.literal(true).optional(),
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), "either ids or all");
export const NoticeReadDone = z.object({ read: z.number().int() });

// ---------------------------------------------------------------- who gets what

const Hour = z.number().int().min(0).max(23);
const Weekday = z.number().int().min(1).max(7);
const TimeZone = z.string().max(60).refine(isTimeZone, "a time zone such as Europe/Berlin");

/** GET and PUT /notices/preference */
export const Preference = z.object({
  muted: z.array(NoticeKind).max(noticeKindList.length),
  email: z.enum(["none", "addressed", "all"]),
  minSeverity: Severity,
  digest: z.enum(["off", "daily", "weekly"]),
  hour: Hour,
  weekday: Weekday,
  timeZone: TimeZone,
});
export type Preference = z.infer<typeof Preference>;
export const OwnPreference = z.object({
  preference: Preference,
  /** Nothing was chosen yet: these are the defaults. */
  isDefault: z.boolean(),
  /** Is there a server that mail can go through? */
  mail: z.boolean(),
});
export type OwnPreference = z.infer<typeof OwnPreference>;

const RuleBase = {
  kinds: z.array(NoticeKind).max(noticeKindList.length).default([]),
  minSeverity: Severity.default("info"),
  timing: z.enum(["now", "daily", "weekly"]),
  hour: Hour.default(8),
  weekday: Weekday.default(1),
  timeZone: TimeZone.default("UTC"),
  email: z.boolean().default(false),
};
export const RuleRow = z.object({
  id: RowId,
  role: Role.nullable(),
  team: z.object({ slug: z.string(), name: z.string() }).nullable(),
  user: z.object({ id: RowId, name: z.string() }).nullable(),
  integration: z.object({ id: RowId, name: z.string(), kind: z.string() }).nullable(),
  kinds: z.array(NoticeKind),
  minSeverity: Severity,
  timing: z.enum(["now", "daily", "weekly"]),
  hour: Hour,
  weekday: Weekday,
  timeZone: z.string(),
  email: z.boolean(),
  abilities: Abilities,
});
export type RuleRow = z.infer<typeof RuleRow>;
/** GET /notices/rules: those that the reader may change, and those of their teams. */
export const RuleList = z.object({
  items: z.array(RuleRow),
  /** What a new rule may be for. */
  may: z.object({
    all: z.boolean(),
    teams: z.array(z.object({ slug: z.string(), name: z.string() })),
    integrations: z.array(z.object({ id: RowId, name: z.string(), kind: z.string() })),
  }),
});
export type RuleList = z.infer<typeof RuleList>;
export const RuleWrite = z
  .object({
    role: Role.optional(),
    team: Slug.optional(),
    userId: RowId.optional(),
    integrationId: RowId.optional(),
    ...RuleBase,
  })
  .refine(
    ({ role, team, userId }) => [role, team, userId].filter((one) => one !== undefined).length <= 1,
    "at most one of role, team and userId",
  )
  .refine(
    ({ role, userId, integrationId }) => !integrationId || (!role && !userId),
    "an endpoint's rule is for a team, or for all",
  );
export type RuleWrite = z.infer<typeof RuleWrite>;
export const Made = z.object({ id: RowId });
