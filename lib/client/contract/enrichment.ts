import { z } from "zod";
import { isFetchable } from "../../domain/enrichment/feed";
import { Time } from "./common";

/** http only to the machine itself: a mirror beside the server. */
export const FeedUrl = z
  .url({ protocol: /^https?$/, error: "an address that begins with https://" })
  .max(500)
  .refine((text) => isFetchable(text), "https, or http to localhost");

/** What is fetched once a day, and how that went. */
export const FeedState = z.object({
  /** null: it is not fetched. */
  url: z.string().nullable(),
  /** When the source was last asked, and answered. */
  askedAt: Time.nullable(),
  answeredAt: Time.nullable(),
  /** Why the last try failed. */
  error: z.string().nullable(),
  /** Report of the last file that was not the same as before. */
  report: z.string().nullable(),
});
export type FeedState = z.infer<typeof FeedState>;

/** GET /enrichment */
export const Enrichment = z.object({ epss: FeedState, kev: FeedState });
export type Enrichment = z.infer<typeof Enrichment>;

/** PUT /enrichment: addresses; null or left out: not fetched. */
export const EnrichmentWrite = z.object({ epss: FeedUrl.nullish(), kev: FeedUrl.nullish() });
