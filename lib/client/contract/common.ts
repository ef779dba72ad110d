import { z } from "zod";
import {
  areas,
  assetKinds,
  decisions,
  fixStates,
  kinds,
  presences,
  roles,
  severities,
  states,
  works,
} from "../../domain/vocabulary";

/** Words of the wire format. ISO times, slugs instead of database ids, findings by decimal string id. */
export const Area = z.enum(areas.list);
export const Kind = z.enum(kinds.list);
export const Severity = z.enum(severities.list);
export const State = z.enum(states.list);
export const FixState = z.enum(fixStates.list);
export const Presence = z.enum(presences.list);
export const Decision = z.enum(decisions.list);
export const Work = z.enum(works.list);
export const Role = z.enum(roles.list);
export const AssetKind = z.enum(assetKinds.list);
export const Time = z.iso.datetime({ offset: true });
/** A day of the calendar in UTC: 2026-11-27. */
export const Day = z.iso.date();
/** The largest number of a row that PostgreSQL's integer holds. */
export const maxRowId = 2_147_483_647;
export const RowId = z.number().int().positive().max(maxRowId);
export const Slug = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "lower-case letters, digits and dashes");

/** A count that stops being exact at 10,000. */
export const BoundedCount = z.object({ value: z.number().int(), atLeast: z.boolean() });
/** What the reader may do with an object; the browser never works out rights itself. */
export const Abilities = z.record(z.string(), z.boolean());
export const Named = z.object({ slug: z.string(), name: z.string() });

/** Score of 0–100 with what it rests on. `score` is null when nothing was ever assessed. */
export const Score = z.object({
  score: z.number().min(0).max(100).nullable(),
  state: z.enum(["known", "stale", "unknown"]),
  /** 0–1 */
  coverage: z.number().min(0).max(1),
  /** Change against seven days ago; null when there is no snapshot of then. */
  change: z.number().nullable(),
  /** One clause for hover: "kube-bench last heard 9 days ago", "never assessed". */
  reason: z.string().nullable(),
  /** Whole and tenths of points. */
  points: z.number(),
  acceptedPoints: z.number(),
  exposedKev: z.number().int(),
  /** Newest evidence. */
  observedAt: Time.nullable(),
});
export type Score = z.infer<typeof Score>;
