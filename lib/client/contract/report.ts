import { z } from "zod";
import { Abilities, Time } from "./common";

export const ImportResult = z.object({
  created: z.number().int(),
  reopened: z.number().int(),
  closed: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  held: z.boolean(),
  heldClosures: z.number().int(),
  detections: z.object({
    new: z.number().int(),
    changed: z.number().int(),
    gone: z.number().int(),
    same: z.number().int(),
  }),
  /** As `parse` counts them. */
  raw: z.number().int(),
  findings: z.number().int(),
  skipped: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  warnings: z.array(z.string()),
  dryRun: z.boolean(),
  ms: z.number().int(),
});
export type ImportResult = z.infer<typeof ImportResult>;

export const ReportState = z.enum(["receiving", "queued", "processing", "done", "held", "failed"]);

/** GET /reports/{id}, an item of GET /reports */
export const Report = z.object({
  id: z.string(),
  cluster: z.string().nullable(),
  state: ReportState,
  fileName: z.string().nullable(),
  format: z.string().nullable(),
  tool: z.string().nullable(),
  toolVersion: z.string().nullable(),
  receivedAt: Time,
  receivedBy: z.string().nullable(),
  observedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  progress: z.object({ bytes: z.number().int(), bytesDone: z.number().int(), findings: z.number().int() }),
  result: ImportResult.nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  abilities: Abilities,
});
export type Report = z.infer<typeof Report>;

export const ReportPage = z.object({ items: z.array(Report), nextCursor: z.string().nullable() });

/** Query of POST /reports. The body is the file itself, gzip accepted. */
export const ReportUpload = z.object({
  cluster: z.string(),
  fileName: z.string().max(300).optional(),
  format: z.string().optional(),
  namespace: z.string().optional(),
  node: z.string().optional(),
  image: z.string().optional(),
  repository: z.string().optional(),
  asset: z.string().optional(),
  profile: z.string().max(200).optional(),
  observedAt: Time.optional(),
  complete: z.stringbool().optional(),
  dryRun: z.stringbool().optional(),
  force: z.stringbool().optional(),
  /** Wait for the result: 200 with the finished report instead of 202. */
  wait: z.stringbool().optional(),
});
