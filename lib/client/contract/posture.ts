import { z } from "zod";
import { areas } from "../../domain/vocabulary";
import { Area, Day, Named, Score, Severity, Time } from "./common";

export const SeverityCounts = z.record(Severity, z.number().int());

const byArea = Object.fromEntries(areas.list.map((area) => [area, Score])) as Record<AreaName, typeof Score>;
export type AreaName = (typeof areas.list)[number];

/** One row of the heat map: a cluster, a team, or the organisation. `key` null: not deployed, or unowned. */
export const PostureRow = z.object({
  key: z.string().nullable(),
  name: z.string(),
  environment: z.string().nullable(),
  overall: Score,
  areas: z.object(byArea),
  open: SeverityCounts,
  /** Present findings (open, in progress, awaiting, accepted): the counts that add up. */
  findings: z.number().int(),
  fixable: z.number().int(),
  workloads: z.number().int(),
});
export type PostureRow = z.infer<typeof PostureRow>;

/** GET /posture?by=cluster|team|area */
export const Posture = z.object({
  by: z.enum(["cluster", "team", "area"]),
  total: PostureRow,
  rows: z.array(PostureRow),
  asOf: Time,
  /** The past day that it shows the evening of; null: now. */
  day: Day.nullable(),
});
export type Posture = z.infer<typeof Posture>;

/** A part of a computed sentence; those with `href` are links. */
export const SentencePart = z.object({ text: z.string(), href: z.string().optional(), mono: z.boolean().optional() });
export const Sentence = z.array(SentencePart);

/** What nobody has looked at. */
export const Unknown = z.object({
  cluster: Named,
  area: Area,
  state: z.enum(["stale", "unknown"]),
  reason: z.string(),
  observedAt: Time.nullable(),
});

/** GET /overview: all that the overview needs beside the posture. What only findings tell is null on a past day. */
export const Overview = z.object({
  sentences: z.array(Sentence),
  posture: Posture,
  worstAssets: z
    .array(
      z.object({
        kind: z.string(),
        name: z.string(),
        href: z.string(),
        cluster: Named.nullable(),
        namespace: z.string().nullable(),
        team: Named.nullable(),
        points: z.number(),
        open: SeverityCounts,
        exposedKev: z.number().int(),
      }),
    )
    .nullable(),
  newestCritical: z
    .array(
      z.object({
        id: z.string(),
        rule: z.string(),
        title: z.string(),
        severity: Severity,
        asset: z.string(),
        cluster: Named.nullable(),
        namespace: z.string().nullable(),
        team: Named.nullable(),
        kev: z.boolean(),
        firstSeenAt: Time,
      }),
    )
    .nullable(),
  unknown: z.array(Unknown),
  /** Findings on assets that no ownership rule gives to a team. */
  unowned: z.number().int(),
});
export type Overview = z.infer<typeof Overview>;

/** Evidence freshness of one source on one cluster. */
export const Source = z.object({
  tool: z.string(),
  class: z.string(),
  targets: z.number().int(),
  complete: z.boolean(),
  observedAt: Time.nullable(),
  stale: z.boolean(),
});

/** GET /clusters/{slug}, GET /teams/{slug}. On a past day there are no workloads, sources and work. */
export const PlaceDetail = z.object({
  row: PostureRow,
  sentences: z.array(Sentence),
  /** Cluster: by team and by namespace. Team: by cluster. */
  byOther: z.array(PostureRow),
  workloads: z
    .array(
      z.object({
        name: z.string(),
        workloadKind: z.string(),
        cluster: Named,
        namespace: z.string(),
        team: Named.nullable(),
        exposed: z.boolean(),
        running: z.enum(["yes", "no", "unknown"]),
        points: z.number(),
        open: SeverityCounts,
        images: z.array(z.string()),
      }),
    )
    .nullable(),
  sources: z.array(Source).nullable(),
  /** Three numbers of the team page. */
  work: z
    .object({ dueSoon: z.number().int(), breached: z.number().int(), awaitingVerification: z.number().int() })
    .nullable(),
  day: Day.nullable(),
});
export type PlaceDetail = z.infer<typeof PlaceDetail>;
