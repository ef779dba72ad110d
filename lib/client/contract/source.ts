import { z } from "zod";
import { Area, Named, Score, Time } from "./common";
import { Sentence } from "./posture";

/** An upload that could not be read, and why. */
export const FailedUpload = z.object({ report: z.string(), at: Time, message: z.string() });

/** What a tool is to a cluster. A tool that was never heard there has no cell. */
export const SourceCell = z.object({
  tool: z.string(),
  /** `failed`: the last upload was not read. `stale`: nothing was heard within the window. */
  state: z.enum(["fresh", "stale", "failed"]),
  /** Assets that it spoke of, and those of which it has not spoken within the window. */
  targets: z.number().int(),
  staleTargets: z.number().int(),
  observedAt: Time.nullable(),
  failure: FailedUpload.nullable(),
  /** The last upload where it waits for a decision, since it would close most of what is open. */
  held: z.string().nullable(),
});
export type SourceCell = z.infer<typeof SourceCell>;

/** GET /sources: who speaks of which cluster, when last, and what nobody speaks of. */
export const Sources = z.object({
  sentences: z.array(Sentence),
  /** Days after which evidence is stale. */
  windowDays: z.number().int(),
  tools: z.array(z.string()),
  clusters: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      environment: z.string(),
      overall: Score,
      /** Areas that nothing has ever assessed. */
      unknown: z.array(Area),
      cells: z.array(SourceCell),
      unrecognised: FailedUpload.nullable(),
    }),
  ),
  asOf: Time,
});
export type Sources = z.infer<typeof Sources>;

/** GET /sources/{cluster}/{tool}: what is behind a cell. */
export const SourceTargets = z.object({
  cluster: Named,
  tool: z.string(),
  windowDays: z.number().int(),
  targets: z.number().int(),
  stale: z.number().int(),
  observedAt: Time.nullable(),
  /** The longest unheard first; at most 200. */
  items: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      classes: z.array(z.string()),
      observedAt: Time,
      stale: z.boolean(),
    }),
  ),
  failure: FailedUpload.nullable(),
  /** The last upload where it waits for a decision, since it would close most of what is open. */
  held: z.string().nullable(),
});
export type SourceTargets = z.infer<typeof SourceTargets>;
