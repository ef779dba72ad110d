import { z } from "zod";
import { Area, Day, Named, Severity } from "./common";

/** What an evening left: findings that need action by severity, accepted risks that are still there, and the score. */
export const TrendState = z.object({
  open: z.record(Severity, z.number().int()),
  openTotal: z.number().int(),
  accepted: z.number().int(),
  points: z.number(),
  /** 0–100; null where nothing was assessed, and in cuts by severity: a score is over all severities. */
  score: z.number().nullable(),
  /** 0–1 */
  coverage: z.number(),
});
export type TrendState = z.infer<typeof TrendState>;

/**
 * What happened in a span of days to findings that need action. They add up: open at its end = open at its start + opened
 * + reopened + movedIn + rerated − fixed − acceptedNew − dismissed − closed − movedOut.
 */
export const TrendFlow = z.object({
  opened: z.number().int(),
  reopened: z.number().int(),
  movedIn: z.number().int(),
  /** Fixed in place or by replacement. */
  fixed: z.number().int(),
  acceptedNew: z.number().int(),
  /** False positives, mitigated, no fix. */
  dismissed: z.number().int(),
  /** Gone, withdrawn by its source, quiet. */
  closed: z.number().int(),
  movedOut: z.number().int(),
  /** Came from another severity or area, less what went there. */
  rerated: z.number().int(),
});
export type TrendFlow = z.infer<typeof TrendFlow>;

export const TrendPoint = z.object({ day: Day, ...TrendState.shape, ...TrendFlow.shape });
export type TrendPoint = z.infer<typeof TrendPoint>;

export const TrendPeriod = z.object({
  from: Day,
  to: Day,
  /** The evening before `from`, and that of `to`. */
  start: TrendState,
  end: TrendState,
  ...TrendFlow.shape,
  /** Mean days from the first sight, or the last reopening, to the fix; null where nothing was fixed. */
  mttrDays: z.number().nullable(),
  fixedInTime: z.number().int(),
  fixedLate: z.number().int(),
  /** 0–1: of what was fixed and had a due date, what was fixed in time. */
  sla: z.number().nullable(),
});
export type TrendPeriod = z.infer<typeof TrendPeriod>;

export const TrendRow = z.object({
  key: z.string().nullable(),
  name: z.string(),
  now: TrendPeriod,
  before: TrendPeriod,
});
export type TrendRow = z.infer<typeof TrendRow>;

export const TrendBy = z.enum(["cluster", "team", "area", "severity"]);
export type TrendBy = z.infer<typeof TrendBy>;

/** GET /trends: a period against the one of the same length before it. Past days count for who owned it then. */
export const Trends = z.object({
  from: Day,
  to: Day,
  by: TrendBy,
  /** What a point of the series spans; its day is the last. */
  grain: z.enum(["day", "week", "month"]),
  /** First day of which anything is known. */
  since: Day.nullable(),
  series: z.array(TrendPoint),
  previous: z.array(TrendPoint),
  total: TrendRow,
  rows: z.array(TrendRow),
  /** What moved most points, the largest first: points and open are changes, more is worse. */
  drivers: z.array(
    z.object({
      cluster: Named.nullable(),
      team: Named.nullable(),
      area: Area,
      points: z.number(),
      open: z.number().int(),
      opened: z.number().int(),
      reopened: z.number().int(),
      fixed: z.number().int(),
      href: z.string(),
    }),
  ),
  /** What else happened, by day. */
  events: z.array(
    z.object({
      day: Day,
      kind: z.enum(["source", "kev", "exception", "ownership"]),
      text: z.string(),
      href: z.string().nullable(),
      count: z.number().int(),
    }),
  ),
});
export type Trends = z.infer<typeof Trends>;
