import { z } from "zod";
import { AssetKind, BoundedCount, Kind, Named } from "./common";

export const SearchQuery = z.object({ q: z.string().trim().min(1).max(200) });

/** GET /search: a few hits of each sort, within the reader's scope. */
export const SearchHits = z.object({
  /** Rules that something in the scope breaks; `findings` counts those that need action. */
  rules: z.array(
    z.object({ code: z.string(), title: z.string(), kind: Kind, kev: z.boolean(), findings: BoundedCount }),
  ),
  assets: z.array(
    z.object({ kind: AssetKind, name: z.string(), cluster: Named.nullable(), namespace: z.string().nullable() }),
  ),
  clusters: z.array(Named),
  teams: z.array(Named),
});
export type SearchHits = z.infer<typeof SearchHits>;
